#!/usr/bin/env bash
# Makes the replicas of compose.yaml anew, one after the other: the next one only when the one before is ready.
set -euo pipefail
cd "$(dirname "$0")"

PATIENCE=120
PAUSE=4  # seconds, longer than nginx leaves a replica alone that was away (replicas.conf); only then the next one may go
docker compose build
for name in replica-1 replica-2 replica-3; do
  docker compose up --detach --no-deps --force-recreate --wait --wait-timeout "$PATIENCE" "$name"
  echo "$name is ready"
  sleep "$PAUSE"
done
