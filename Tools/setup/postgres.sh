#!/usr/bin/env bash
# A PostgreSQL server of its own, in a folder of its own, for tests. Run by hand, or sourced by ./test.
#
#   Tools/setup/postgres.sh start DIR     makes the folder and starts a server in it; prints its address
#   Tools/setup/postgres.sh restart DIR   stops it at once and starts it again, on the same port
#   Tools/setup/postgres.sh down DIR      stops it at once, as a crash would, and keeps the folder
#   Tools/setup/postgres.sh up DIR        starts it again, on the same port
#   Tools/setup/postgres.sh stop DIR      stops it and removes the folder
#   Tools/setup/postgres.sh address DIR   prints its address
#
# The server listens on 127.0.0.1, on a port that was free, and on a socket in the folder. It wants a password, also from this
# machine. PostgreSQL refuses to run as root: then it runs as the user postgres, whom Debian's package makes.

# postgres_fail LINE…: says them, and is false.
postgres_fail() {
  printf '%s\n' "$@" >&2
  return 1
}

# The folder of the newest server programs, 15 or later.
postgres_programs() {
  local folder best="" version=0
  for folder in /usr/lib/postgresql/*/bin; do
    [[ -x $folder/initdb && -x $folder/postgres ]] || continue
    local number=${folder#/usr/lib/postgresql/}
    number=${number%%/*}
    ((number > version)) && best=$folder version=$number
  done
  ((version >= 15)) || { postgres_fail "There is no PostgreSQL 15 or later here. Install it:  apt-get install postgresql" && return 1; }
  printf '%s\n' "$best"
}

# postgres_as COMMAND…: as the user the server belongs to.
postgres_as() {
  if ((EUID != 0)); then
    "$@"
  else
    runuser -u postgres -- "$@"
  fi
}

postgres_free_port() {
  /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# postgres_start DIR
postgres_start() {
  local dir programs port password attempt
  dir="$(realpath -m -- "$1")"
  programs="$(postgres_programs)" || return 1
  if [[ -e $dir/data ]]; then
    postgres_fail "$dir holds a server already. Stop it first:  Tools/setup/postgres.sh stop $dir"
    return 1
  fi
  # Past this length the name of the socket does not fit.
  ((${#dir} <= 80)) || { postgres_fail "The name of the folder is longer than 80 characters: $dir" && return 1; }
  mkdir -p "$dir" && chmod 755 "$dir" || return 1
  ((EUID != 0)) || chown postgres "$dir" || return 1
  password="$(/usr/bin/python3 -c 'import secrets; print(secrets.token_hex(16))')"
  (umask 077 && printf '%s\n' "$password" >"$dir/password") || return 1
  ((EUID != 0)) || chown postgres "$dir/password" || return 1
  if ! (cd / && postgres_as "$programs/initdb" --pgdata "$dir/data" --username covalence --pwfile "$dir/password" \
    --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8) >"$dir/initdb.log" 2>&1; then
    postgres_fail "$(tail -n 8 "$dir/initdb.log")" "initdb failed; the lines above say why."
    return 1
  fi
  # fsync stays on, as in earnest.
  cat >>"$dir/data/postgresql.conf" <<TEXT
listen_addresses = '127.0.0.1'
unix_socket_directories = '$dir'
max_connections = 300
# Many tests make and drop the tables of a store at once, each in one transaction.
max_locks_per_transaction = 512
shared_buffers = 64MB
timezone = 'UTC'
lc_messages = 'C'
TEXT
  # Another program can take the port before the server does.
  for attempt in 1 2 3 4 5; do
    port="$(postgres_free_port)"
    printf '%s\n' "$port" >"$dir/port"
    postgres_up "$dir" && postgres_psql "$dir" postgres -c 'CREATE DATABASE covalence' >/dev/null && break
    ((attempt < 5)) || { postgres_fail "$(tail -n 8 "$dir/log")" "The server did not start; the lines above say why." && return 1; }
  done
  postgres_address "$dir"
}

# postgres_up DIR: starts what postgres_start made.
postgres_up() {
  local programs
  programs="$(postgres_programs)" || return 1
  # Without the descriptors of whoever started us: the server would hold them open, and who waits for their end would wait for its.
  (
    for fd in "/proc/$BASHPID/fd"/*; do
      fd=${fd##*/}
      ((fd < 3 || fd == 255)) || eval "exec $fd>&-"
    done
    cd / && postgres_as "$programs/pg_ctl" start --pgdata "$1/data" --log "$1/log" --silent --wait --timeout 60 --options "-p $(<"$1/port")"
  ) </dev/null >"$1/start.log" 2>&1
}

# postgres_down DIR MODE: fast, or immediate (as a crash).
postgres_down() {
  local programs
  programs="$(postgres_programs)" || return 1
  (cd / && postgres_as "$programs/pg_ctl" stop --pgdata "$1/data" --silent --wait --timeout 60 --mode "$2") >/dev/null 2>&1
}

# postgres_psql DIR DATABASE ARGUMENT…
postgres_psql() {
  local dir=$1 database=$2
  shift 2
  PGPASSWORD="$(<"$dir/password")" psql --no-psqlrc --quiet --host "$dir" --port "$(<"$dir/port")" --username covalence \
    --dbname "$database" --set ON_ERROR_STOP=1 "$@"
}

# postgres_address DIR
postgres_address() {
  printf 'postgres://covalence:%s@127.0.0.1:%s/covalence\n' "$(<"$1/password")" "$(<"$1/port")"
}

# postgres_stop DIR: also what is only half there.
postgres_stop() {
  local dir
  dir="$(realpath -m -- "$1")"
  # A folder without these is not one of ours, and is left alone.
  [[ -e $dir/password && -e $dir/initdb.log ]] || return 0
  [[ ! -e $dir/data/postmaster.pid ]] || postgres_down "$dir" fast || postgres_down "$dir" immediate
  rm -rf -- "$dir"
}

postgres_main() {
  local usage="usage: Tools/setup/postgres.sh start DIR | restart DIR | down DIR | up DIR | stop DIR | address DIR"
  (($# == 2)) || { printf '%s\n' "$usage" >&2 && return 64; }
  local dir
  dir="$(realpath -m -- "$2")"
  case $1 in
    start) postgres_start "$dir" ;;
    stop) postgres_stop "$dir" ;;
    down) postgres_down "$dir" immediate ;;
    up) postgres_up "$dir" ;;
    restart) postgres_down "$dir" immediate && postgres_up "$dir" ;;
    address) postgres_address "$dir" ;;
    *) printf '%s\n' "$usage" >&2 && return 64 ;;
  esac
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set -euo pipefail
  postgres_main "$@"
fi
