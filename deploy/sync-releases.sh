#!/usr/bin/env bash
# Brings releases from a store into the folder that replicas read: what is missing, each whole or not at all.
#
#   sync-releases.sh STORE RELEASES [SECONDS]
#
# STORE     s3://bucket/releases (needs aws), remote:path/releases (needs rclone), or a folder
# RELEASES  the folder `releases` of KH213_DATA
# SECONDS   goes on for ever, with so many between two rounds; without it, one round
#
# Ends with 0 where everything in the store is here (or somebody else is writing here at this moment), 1 where something is
# not yet as it should be: what was whole is in place, the next round tries the rest. 2: called in a wrong way.
#
# The log of the store comes first, so what was withdrawn is never shown even for a moment; it only ever grows, so one that
# does not begin with what is known here is refused. A release is fetched beside its place, held against the log and its own
# hashes, forced to the disk, and then renamed: replicas see all of it or nothing. Nothing that is in place is changed.
set -uo pipefail

STORE=${1:-} RELEASES=${2:-} PAUSE=${3:-}
[ -n "$STORE" ] && [ -n "$RELEASES" ] || { sed -n '4,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
STORE=${STORE%/}
PYTHON=${PYTHON:-python3}
WHOLE="$(cd "$(dirname "$0")" && pwd)/whole.py"

# ------------------------------------------------------------------------------------------------- three kinds of stores

case $STORE in
  s3://*) KIND=s3 ;;
  /* | ./* | ../*) KIND=folder ;;
  *:*) KIND=rclone ;;
  *) KIND=folder ;;
esac

# The names of the folders in the store, one a line.
names() {
  case $KIND in
    s3) aws s3 ls "$STORE/" | sed -n 's#^ *PRE \(.*\)/$#\1#p' ;;
    rclone) rclone lsf --dirs-only "$STORE" | sed 's#/$##' ;;
    folder) ls -1 -- "$STORE" ;;
  esac
}

# get_folder NAME INTO
get_folder() {
  case $KIND in
    s3) aws s3 cp --recursive --only-show-errors "$STORE/$1/" "$2/" ;;
    rclone) rclone copy "$STORE/$1" "$2" ;;
    folder) cp -R -- "$STORE/$1/." "$2/" ;;
  esac
}

# get_log INTO; a store without a log is no error, one that cannot be asked is.
get_log() {
  case $KIND in
    s3) aws s3 cp --recursive --only-show-errors --exclude '*' --include log.csv "$STORE/" "$1/" ;;
    rclone) rclone copy --include /log.csv "$STORE" "$1" ;;
    folder) [ ! -e "$STORE/log.csv" ] || cp -- "$STORE/log.csv" "$1/" ;;
  esac
}

# --------------------------------------------------------------------------------------------------------------- one round

say() { printf '%s\n' "$*" >&2; }

take_log() {
  local got="$RELEASES/.incoming"
  if ! { rm -rf -- "$got" && mkdir -- "$got" && get_log "$got"; }; then
    say "the log of $STORE could not be fetched"
    return 1
  fi
  [ -e "$got/log.csv" ] || return 0
  "$PYTHON" "$WHOLE" log "$RELEASES/log.csv" "$got/log.csv" || return 1
  cmp -s "$got/log.csv" "$RELEASES/log.csv" && return 0
  sync -- "$got/log.csv" && mv -f -- "$got/log.csv" "$RELEASES/log.csv" && sync -- "$RELEASES" && say "the log is new"
}

take_release() {
  local name=$1 staging="$RELEASES/.staging-$1"
  rm -rf -- "$staging" && mkdir -- "$staging" || return 1
  if get_folder "$name" "$staging" && "$PYTHON" "$WHOLE" release "$RELEASES/log.csv" "$name" "$staging"; then
    # Readable by replicas under another user; `mv -T` never moves into a folder that came meanwhile.
    chmod -R a+rX,u+w -- "$staging" && find "$staging" -exec sync -- {} + &&
      mv -T -- "$staging" "$RELEASES/$name" && sync -- "$RELEASES" && say "$name is in place" && return 0
  fi
  rm -rf -- "$staging"
  say "$name is not taken: the next round tries again"
  return 1
}

# Runs with the lock that publish and withdraw hold, too (kh213/release/durable.py).
round() {
  local found name code=0
  take_log || return 1
  found=$(names) || { say "$STORE could not be listed"; return 1; }
  for name in $(printf '%s\n' "$found" | grep -xE '[0-9]{4}-[0-9]{2}-[0-9]{2}' | sort); do
    [ -e "$RELEASES/$name" ] || take_release "$name" || code=1
  done
  rm -rf -- "$RELEASES/.incoming"
  return "$code"
}

one() {
  mkdir -p -- "$RELEASES" || return 1
  (
    flock -n 9 || { say "somebody else is writing in $RELEASES"; exit 0; }
    round
  ) 9>>"$RELEASES/.lock"
}

if [ -z "$PAUSE" ]; then
  one
  exit
fi
trap 'exit 0' TERM INT
while true; do
  one
  sleep "$PAUSE" &
  wait $!
done
