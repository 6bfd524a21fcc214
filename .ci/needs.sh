# Sourced by guard and verify: finds the JDK and Maven, or says in one line which is missing.
# The caller sets $program.

missing() {
  printf '%s: %s\n' "$program" "$1" >&2
  exit 2
}

# Sets $java and $java_major. Reads the JDK's release file, since asking the JVM costs a start.
need_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || missing "needs JDK 17 or newer: JAVA_HOME is $JAVA_HOME, which has no bin/java"
  else
    java=$(command -v java) || missing "needs JDK 17 or newer: there is no java on the PATH and JAVA_HOME is not set"
  fi
  java_real=$(readlink -f "$java" 2>/dev/null) || java_real=$java
  java_version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "${java_real%/bin/java}/release" 2>/dev/null)
  if [ -z "$java_version" ]; then
    java_version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  fi
  java_major=${java_version%%[!0-9]*}
  [ "${java_major:-0}" -ge 17 ] || missing "needs JDK 17 or newer: $java is ${java_version:-of an unknown version}"
}

# Besides java, building needs the compiler and Maven.
need_build_tools() {
  need_java
  [ -x "${java_real%java}javac" ] || missing "needs JDK 17 or newer: $java is a runtime without javac"
  command -v mvn >/dev/null 2>&1 || missing "needs Maven 3.8.7 or newer: there is no mvn on the PATH"
  maven_version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p')
  echo "${maven_version:-0}" | awk -F. '{ exit !($1 * 1000000 + $2 * 1000 + $3 >= 3008007) }' ||
    missing "needs Maven 3.8.7 or newer: mvn is ${maven_version:-of an unknown version}"
}
