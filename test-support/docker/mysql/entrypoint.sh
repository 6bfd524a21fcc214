#!/bin/sh
# Does what the official image does as far as tests need it: a root who may connect from anywhere,
# and the database.
set -eu
[ "$1" = mysqld ] && shift

serve() {
  /opt/mysql/bin/mysqld --no-defaults --user=root --basedir=/opt/mysql --datadir=/var/lib/mysql \
    --lc-messages-dir=/opt/mysql/share "$@"
}

if [ ! -d /var/lib/mysql/mysql ]; then
  serve --initialize-insecure
  cat >/init.sql <<END
create user if not exists 'root'@'%' identified by '$MYSQL_ROOT_PASSWORD';
grant all on *.* to 'root'@'%' with grant option;
create database if not exists \`$MYSQL_DATABASE\`;
END
fi
serve --port=3306 --socket=/run/mysqld.sock --pid-file=/run/mysqld.pid --mysqlx=OFF \
  --skip-name-resolve --init-file=/init.sql "$@"
