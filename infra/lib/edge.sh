# The edge's configuration files, from infra/edge and from the tables of routes.

ipv6_loopback() { [[ -e /proc/net/if_inet6 ]] && "$PYTHON" "$REPO/infra/lib/instance.py" taken "[::1]:0=edge" >/dev/null; }

# Addresses at which the edge listens. `localhost` may mean ::1 first, so loopback is both.
edge_addresses() {
  echo "$FRONTDESK_LISTEN"
  [[ $FRONTDESK_LISTEN != 127.0.0.1 ]] || ! ipv6_loopback || echo '[::1]'
}

# Where a client on this machine reaches the edge.
client_address() {
  case $FRONTDESK_LISTEN in
    0.0.0.0) echo 127.0.0.1 ;;
    '[::]') echo '[::1]' ;;
    *) echo "$FRONTDESK_LISTEN" ;;
  esac
}

edge_listeners() {
  local address port
  for address in $(edge_addresses); do
    for port in "${EDGE_PORTS[@]}"; do echo "    listen $address:$port backlog=4096;"; done
  done
}

# Lines of nginx's map: an origin of FRONTEND_URL is itself, letter by letter (nginx ignores case but in patterns).
edge_allowed_origins() {
  local origin origins
  IFS=', ' read -ra origins <<<"$FRONTEND_URL"
  for origin in "${origins[@]}"; do
    [[ -z $origin ]] || printf '  "~^%s$" $http_origin;\n' "$(sed 's/[].[]/\\&/g' <<<"$origin")"
  done
}

# nginx's upstreams: all gateways for who begins, and one for the sessions of each, whose ids begin with its number. Of
# those the others are the backup, which knows no such session and says so: then the client begins anew.
edge_gateways() {
  local number other numbers
  numbers=$(seq "$GATEWAYS")
  printf '  upstream realtime_gateway {\n    zone realtime_gateway 128k;\n    least_conn;\n'
  for number in $numbers; do echo "    server 127.0.0.1:$(gateway_port "$number") max_fails=0;"; done
  printf '    keepalive 16;\n  }\n'
  for number in $numbers; do
    printf '  upstream realtime_gateway_%s {\n' "$number"
    echo "    server 127.0.0.1:$(gateway_port "$number") max_fails=0;"
    for other in $numbers; do
      [[ $other == "$number" ]] || echo "    server 127.0.0.1:$(gateway_port "$other") max_fails=0 backup;"
    done
    printf '    keepalive 16;\n  }\n'
  done
}

edge_gateways_of_sessions() {
  local number
  for number in $(seq "$GATEWAYS"); do echo "  \"~^$number-\" realtime_gateway_$number;"; done
}

write_edge() {
  local EDGE_USER='' EDGE_WORKERS EDGE_REFRESHES_PER_SECOND EDGE_OPEN_FILES EDGE_CONNECTIONS EDGE_ACCESS_LOG=off EDGE_LISTENERS EDGE_ALLOWED_ORIGINS EDGE_GATEWAYS EDGE_GATEWAYS_OF_SESSIONS part
  local EDGE_TEMPORARY=$STATE_DIR/edge EDGE_FILES=$STATE_DIR/edge/files
  ((EUID)) || EDGE_USER='user www-data;'
  EDGE_WORKERS=$(($(nproc) < 2 ? 1 : 2))
  EDGE_REFRESHES_PER_SECOND=$((100 * $(nproc)))
  EDGE_OPEN_FILES=$(ulimit -Hn)
  [[ $EDGE_OPEN_FILES != unlimited ]] && ((EDGE_OPEN_FILES < 20000)) || EDGE_OPEN_FILES=20000
  # A proxied client takes two files.
  EDGE_CONNECTIONS=$((EDGE_OPEN_FILES > 16384 ? 16384 : EDGE_OPEN_FILES / 2))
  [[ $FRONTDESK_ACCESS_LOG == off ]] || EDGE_ACCESS_LOG='/dev/stdout frontdesk buffer=64k flush=1s'
  EDGE_LISTENERS=$(edge_listeners)
  EDGE_GATEWAYS=$(edge_gateways)
  EDGE_GATEWAYS_OF_SESSIONS=$(edge_gateways_of_sessions)
  EDGE_ALLOWED_ORIGINS=$(edge_allowed_origins)
  mkdir -p -m 711 "$EDGE_TEMPORARY"
  mkdir -p -m 700 "$CONF_DIR/edge"
  for part in "$REPO"/infra/edge/*.conf; do render "$part" | write_file 600 "$CONF_DIR/edge/$(basename "$part")"; done
  print_tables edge-maps | write_file 600 "$CONF_DIR/edge/route_maps.conf"
  print_tables edge-locations | write_file 600 "$CONF_DIR/edge/route_locations.conf"
  mkdir -p -m 755 "$EDGE_FILES"
  write_docs "$EDGE_FILES/docs"
  write_demo "$EDGE_FILES/demo"
  nginx -t -q -c "$CONF_DIR/edge/nginx.conf" -e stderr 2>"$HOME_DIR/logs/edge-check.log" ||
    fail "nginx refuses the edge's configuration: $(tail -1 "$HOME_DIR/logs/edge-check.log")"
}
