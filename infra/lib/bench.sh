# What only the bench needs: Socket.IO's own server on Node, to compare with. Without Node the bench goes without it.

prepare_bench() {
  [[ ${1:-} == realtime ]] || return 0
  command -v node >/dev/null && command -v npm >/dev/null || { say 'no Node here: Socket.IO is not measured beside'; return 0; }
  local source=$REPO/tests/bench/realtime/socketio_node folder
  folder=$FRONTDESK_CACHE/socketio-node-$(cat "$source"/* | sha256sum | cut -c1-12)
  if [[ ! -f $folder/complete ]]; then
    say "fetching Socket.IO's server for the bench ($(basename "$folder"), by npm)"
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$source"/* "$folder"
    (cd "$folder" && npm ci --silent --no-audit --no-fund --ignore-scripts) ||
      fail 'npm could not fetch what tests/bench/realtime/socketio_node/package-lock.json names'
    touch "$folder/complete"
  fi
  export FRONTDESK_BENCH_SOCKETIO=$folder/server.js
}
