#!/usr/bin/env bash
# Starts the replicas of this machine anew, one after the other: the next one only when the one before is ready. Readers of
# files notice nothing, sessions go to another replica and stay on their page. Stops, with 1, at a replica that does not
# come back: the others are then as they were.
#
#   rolling-restart.sh [PORT...]       without ports: every kh213@ that runs
set -euo pipefail

PATIENCE=120
PAUSE=4  # seconds, longer than nginx leaves a replica alone that was away (replicas.conf); only then the next one may go

ports() {
  systemctl list-units --plain --no-legend --state=active 'kh213@*.service' | sed -n 's/^kh213@\([0-9]*\)\.service.*/\1/p'
}

ready() {
  local until=$((SECONDS + PATIENCE))
  while [ "$SECONDS" -lt "$until" ]; do
    curl --silent --fail --max-time 5 "http://127.0.0.1:$1/readyz" >/dev/null && return
    sleep 0.5
  done
  return 1
}

[ "$#" -gt 0 ] || mapfile -t found < <(ports)
for port in "${@:-${found[@]}}"; do
  systemctl restart "kh213@$port.service"
  ready "$port" || { echo "kh213@$port is not ready after $PATIENCE s: journalctl -u kh213@$port" >&2; exit 1; }
  echo "kh213@$port is ready"
  sleep "$PAUSE"
done
