# Configuration: .env, defaults, validation, what is printed. Sourced by `frontdesk`; sets variables, starts nothing.

fail() { printf 'frontdesk: %s\n' "$*" >&2; exit 1; }
say() { printf '%s\n' "$*"; }

# Every variable a user may set, in the order in which .env.example lists them.
readonly SETTINGS=(
  FRONTDESK_HOME FRONTDESK_PORTS FRONTDESK_LISTEN FRONTDESK_PORT_BASE FRONTDESK_PROFILE
  FRONTDESK_THROTTLE FRONTDESK_GUESSES_PER_ACCOUNT FRONTDESK_GUESSES_PER_ADDRESS
  FRONTDESK_RATE_LIMITS FRONTDESK_LOG_LEVEL FRONTDESK_ACCESS_LOG
  FRONTDESK_TRUSTED_PROXIES FRONTDESK_EVENT_PARTITIONS FRONTDESK_IDENTITY_PARTITIONS
  GATEWAYS GATEWAY_PUBLIC_PORT GATEWAY_CONNECTIONS_PER_USER GATEWAY_CONNECTIONS_PER_ADDRESS
  GATEWAY_EVENTS_PER_CONNECTION GATEWAY_EVENTS_PER_USER GATEWAY_ROOMS_PER_CONNECTION DRAIN_SECONDS
  FRONTDESK_CACHE FRONTDESK_BIN FRONTDESK_JOBS FRONTDESK_READY_SECONDS FRONTDESK_ADMIN_PASSWORD
  DATABASE_URL REDIS_URL KAFKA_BROKERS
  JWT_PRIVATE_KEY JWT_PUBLIC_KEY JWT_SECRET JWT_EXPIRES_IN REFRESH_REUSE_GRACE_SECONDS OPERATOR_TOKEN
  FRONTDESK_SIMULATED_LOGIN
  FRONTEND_URL PUBLIC_URL CLINIC_TIMEZONE FRONTDESK_REFUSE_AFTER_CLOSING
  FRONTDESK_CARE_ROOM_OPEN_SECONDS FRONTDESK_CLOCK_SHIFT
)
# What the programs of this repository get in their environment.
readonly SERVICE_SETTINGS=(
  FRONTDESK_HOME FRONTDESK_PROFILE FRONTDESK_THROTTLE FRONTDESK_GUESSES_PER_ACCOUNT FRONTDESK_GUESSES_PER_ADDRESS
  FRONTDESK_RATE_LIMITS FRONTDESK_LOG_LEVEL
  FRONTDESK_TRUSTED_PROXIES FRONTDESK_EVENT_PARTITIONS FRONTDESK_IDENTITY_PARTITIONS
  COMMAND_API_PORT QUERY_API_PORT REALTIME_GATEWAY_PORT PROJECTORS_PORT
  GATEWAY_CONNECTIONS_PER_USER GATEWAY_CONNECTIONS_PER_ADDRESS
  GATEWAY_EVENTS_PER_CONNECTION GATEWAY_EVENTS_PER_USER GATEWAY_ROOMS_PER_CONNECTION DRAIN_SECONDS
  DATABASE_URL REDIS_URL KAFKA_BROKERS
  JWT_PRIVATE_KEY JWT_PUBLIC_KEY JWT_SECRET JWT_EXPIRES_IN REFRESH_REUSE_GRACE_SECONDS OPERATOR_TOKEN
  FRONTDESK_SIMULATED_LOGIN
  FRONTEND_URL PUBLIC_URL CLINIC_TIMEZONE FRONTDESK_REFUSE_AFTER_CLOSING
  FRONTDESK_CARE_ROOM_OPEN_SECONDS FRONTDESK_CLOCK_SHIFT
)

# Reads KEY=VALUE lines; what is already in the environment wins. Never evaluated as shell.
read_dotenv() {
  local line key value number=0
  [[ -f $1 ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    line=${line%$'\r'}
    [[ $line =~ ^[[:space:]]*(#.*)?$ ]] && continue
    [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]] ||
      fail "$1 line $number is not KEY=VALUE"
    key=${BASH_REMATCH[2]} value=${BASH_REMATCH[3]}
    if [[ $value =~ ^\"(.*)\"[[:space:]]*$ || $value =~ ^\'(.*)\'[[:space:]]*$ ]]; then
      value=${BASH_REMATCH[1]}
    else
      value=${value%%[[:space:]]#*}
      value=${value%"${value##*[![:space:]]}"}
    fi
    [[ -n ${!key+set} ]] || export "$key=$value"
  done <"$1"
}

is_port() { [[ $1 =~ ^[0-9]{1,5}$ ]] && ((10#$1 >= 1 && 10#$1 <= 65535)); }

is_on_off() { [[ $2 == on || $2 == off ]] || fail "$1 is '$2': on or off"; }

is_limit() { [[ $2 =~ ^(0|[1-9][0-9]{0,5})$ ]] || fail "$1 is '$2': a number from 0 (no limit) to 999999"; }

is_count() { [[ $2 =~ ^[1-9][0-9]{0,3}$ ]] || fail "$1 is '$2': a number from 1 to 9999"; }

# A name in the IANA database, not a file of the machine such as localtime. Before tzdata is installed nobody can say.
is_iana_zone() {
  local database=/usr/share/zoneinfo/tzdata.zi
  [[ -e $database ]] || return 0
  awk -v zone="$1" '($1 == "Z" && $2 == zone || $1 == "L" && $3 == zone) && zone != "Factory" { found = 1 }
    END { exit !found }' "$database"
}

set_defaults() {
  : "${FRONTDESK_HOME:=$REPO/.frontdesk}" "${FRONTDESK_PORTS:=3000,5000}" "${FRONTDESK_LISTEN:=127.0.0.1}"
  : "${FRONTDESK_PORT_BASE:=7400}" "${FRONTDESK_PROFILE:=development}"
  : "${FRONTDESK_GUESSES_PER_ACCOUNT:=10}" "${FRONTDESK_GUESSES_PER_ADDRESS:=100}"
  : "${FRONTDESK_THROTTLE:=on}" "${FRONTDESK_RATE_LIMITS:=on}" "${FRONTDESK_LOG_LEVEL:=info}"
  : "${FRONTDESK_ACCESS_LOG:=off}" "${FRONTDESK_TRUSTED_PROXIES:=127.0.0.1,::1}"
  : "${FRONTDESK_EVENT_PARTITIONS:=}" "${FRONTDESK_IDENTITY_PARTITIONS:=}"
  : "${GATEWAYS:=1}" "${GATEWAY_PUBLIC_PORT:=}" "${DRAIN_SECONDS:=5}"
  : "${GATEWAY_CONNECTIONS_PER_USER:=1000}" "${GATEWAY_CONNECTIONS_PER_ADDRESS:=12000}"
  : "${GATEWAY_EVENTS_PER_CONNECTION:=100}" "${GATEWAY_EVENTS_PER_USER:=500}" "${GATEWAY_ROOMS_PER_CONNECTION:=256}"
  : "${FRONTDESK_CACHE:=$REPO/.frontdesk-cache}" "${FRONTDESK_BIN:=$REPO/build/release/bin}"
  : "${FRONTDESK_JOBS:=$(nproc)}" "${FRONTDESK_READY_SECONDS:=90}" "${FRONTDESK_ADMIN_PASSWORD:=}"
  : "${DATABASE_URL:=}" "${REDIS_URL:=}" "${KAFKA_BROKERS:=}"
  : "${JWT_PRIVATE_KEY:=}" "${JWT_PUBLIC_KEY:=}" "${JWT_SECRET:=}" "${JWT_EXPIRES_IN:=1h}" "${OPERATOR_TOKEN:=}"
  : "${REFRESH_REUSE_GRACE_SECONDS:=10}"
  : "${FRONTDESK_SIMULATED_LOGIN:=$([[ $FRONTDESK_PROFILE == production ]] && echo off || echo on)}"
  : "${PUBLIC_URL:=http://localhost:${FRONTDESK_PORTS%%,*}}" "${CLINIC_TIMEZONE:=America/New_York}"
  : "${FRONTDESK_REFUSE_AFTER_CLOSING:=off}" "${FRONTDESK_CARE_ROOM_OPEN_SECONDS:=172800}" "${FRONTDESK_CLOCK_SHIFT:=0}"
  : "${FRONTEND_URL:=http://localhost:3000}"
  [[ $FRONTDESK_HOME == /* ]] || FRONTDESK_HOME=$PWD/$FRONTDESK_HOME
  [[ $FRONTDESK_CACHE == /* ]] || FRONTDESK_CACHE=$PWD/$FRONTDESK_CACHE
  [[ $FRONTDESK_BIN == /* ]] || FRONTDESK_BIN=$PWD/$FRONTDESK_BIN
  FRONTDESK_HOME=$(realpath -m "$FRONTDESK_HOME")
  set_partitions
}

# A topic keeps the count of partitions it was made with. A new one has as many as the machine has processors, because
# the broker is paid by the request, and commands that share a partition share requests; a broker of others' making may
# have many machines.
set_partitions() {
  local usual
  usual=$([[ -z $KAFKA_BROKERS ]] && echo $(($(nproc) < 2 ? 2 : $(nproc))) || echo 8)
  : "${FRONTDESK_EVENT_PARTITIONS:=$(partitions_on_disk frontdesk.events "$usual")}"
  : "${FRONTDESK_IDENTITY_PARTITIONS:=$(partitions_on_disk frontdesk.identity $((usual < 4 ? 2 : usual / 2)))}"
}

partitions_on_disk() {
  local folders
  folders=$({ compgen -G "$FRONTDESK_HOME/kafka/$1-[0-9]*" || true; } | wc -l)
  echo $((folders > 0 ? folders : $2))
}

validate() {
  local port
  [[ $GATEWAYS =~ ^[1-8]$ ]] || fail "GATEWAYS is '$GATEWAYS': a number from 1 to 8"
  is_port "$FRONTDESK_PORT_BASE" && is_port $((10#$FRONTDESK_PORT_BASE + 7 + GATEWAYS)) ||
    fail "FRONTDESK_PORT_BASE is '$FRONTDESK_PORT_BASE': a port number with $((7 + GATEWAYS)) free ports after it"
  [[ -z $GATEWAY_PUBLIC_PORT ]] || is_port "$GATEWAY_PUBLIC_PORT" && is_port $((10#0$GATEWAY_PUBLIC_PORT + GATEWAYS)) ||
    fail "GATEWAY_PUBLIC_PORT is '$GATEWAY_PUBLIC_PORT': a port number, with one for each further gateway behind it"
  is_limit GATEWAY_CONNECTIONS_PER_USER "$GATEWAY_CONNECTIONS_PER_USER"
  is_limit GATEWAY_CONNECTIONS_PER_ADDRESS "$GATEWAY_CONNECTIONS_PER_ADDRESS"
  is_limit GATEWAY_EVENTS_PER_CONNECTION "$GATEWAY_EVENTS_PER_CONNECTION"
  is_limit GATEWAY_EVENTS_PER_USER "$GATEWAY_EVENTS_PER_USER"
  is_limit GATEWAY_ROOMS_PER_CONNECTION "$GATEWAY_ROOMS_PER_CONNECTION"
  [[ $DRAIN_SECONDS =~ ^(0|[1-9][0-9]{0,2})$ ]] && ((DRAIN_SECONDS <= 600)) ||
    fail "DRAIN_SECONDS is '$DRAIN_SECONDS': a number from 0 to 600"
  [[ $FRONTDESK_PORTS =~ ^[0-9]+(,[0-9]+)*$ ]] || fail "FRONTDESK_PORTS is '$FRONTDESK_PORTS': port numbers with commas between"
  IFS=, read -ra EDGE_PORTS <<<"$FRONTDESK_PORTS"
  for port in "${EDGE_PORTS[@]}"; do is_port "$port" || fail "FRONTDESK_PORTS: '$port' is no port number"; done
  [[ $FRONTDESK_LISTEN =~ ^([0-9]{1,3}\.){3}[0-9]{1,3}$|^\[[0-9A-Fa-f:.]+\]$ ]] ||
    fail "FRONTDESK_LISTEN is '$FRONTDESK_LISTEN': an IPv4 address, or an IPv6 address in brackets"
  [[ $FRONTDESK_PROFILE == development || $FRONTDESK_PROFILE == production ]] ||
    fail "FRONTDESK_PROFILE is '$FRONTDESK_PROFILE': development or production"
  is_on_off FRONTDESK_THROTTLE "$FRONTDESK_THROTTLE"
  is_on_off FRONTDESK_SIMULATED_LOGIN "$FRONTDESK_SIMULATED_LOGIN"
  is_limit FRONTDESK_GUESSES_PER_ACCOUNT "$FRONTDESK_GUESSES_PER_ACCOUNT"
  is_limit FRONTDESK_GUESSES_PER_ADDRESS "$FRONTDESK_GUESSES_PER_ADDRESS"
  is_on_off FRONTDESK_RATE_LIMITS "$FRONTDESK_RATE_LIMITS"
  is_on_off FRONTDESK_ACCESS_LOG "$FRONTDESK_ACCESS_LOG"
  [[ $FRONTDESK_LOG_LEVEL =~ ^(trace|debug|info|warn|error)$ ]] ||
    fail "FRONTDESK_LOG_LEVEL is '$FRONTDESK_LOG_LEVEL': trace, debug, info, warn or error"
  is_count FRONTDESK_EVENT_PARTITIONS "$FRONTDESK_EVENT_PARTITIONS"
  is_count FRONTDESK_IDENTITY_PARTITIONS "$FRONTDESK_IDENTITY_PARTITIONS"
  is_count FRONTDESK_JOBS "$FRONTDESK_JOBS"
  is_count FRONTDESK_READY_SECONDS "$FRONTDESK_READY_SECONDS"
  [[ $REFRESH_REUSE_GRACE_SECONDS =~ ^(0|[1-9][0-9]{0,3})$ ]] && ((REFRESH_REUSE_GRACE_SECONDS <= 3600)) ||
    fail "REFRESH_REUSE_GRACE_SECONDS is '$REFRESH_REUSE_GRACE_SECONDS': a number from 0 to 3600"
  [[ $FRONTDESK_CLOCK_SHIFT =~ ^(0|-?[1-9][0-9]{0,8})$ ]] ||
    fail "FRONTDESK_CLOCK_SHIFT is '$FRONTDESK_CLOCK_SHIFT': a whole number of seconds"
  [[ $FRONTDESK_CLOCK_SHIFT == 0 || $FRONTDESK_PROFILE != production ]] ||
    fail 'FRONTDESK_CLOCK_SHIFT is for rehearsals, not for production'
  is_iana_zone "$CLINIC_TIMEZONE" || fail "CLINIC_TIMEZONE is '$CLINIC_TIMEZONE': no time zone of the IANA database"
  [[ $FRONTEND_URL =~ ^[][A-Za-z0-9:/._,\ -]*$ ]] ||
    fail "FRONTEND_URL is '$FRONTEND_URL': origins (http://localhost:3000) with commas between"
  [[ $FRONTDESK_HOME != *[\"\'%\;\\\ ]* ]] ||
    fail "FRONTDESK_HOME is '$FRONTDESK_HOME': quotes, spaces, %, ; and \\ are not possible in it"
  [[ $REPO != *[\"%\;\\]* ]] || fail "the repository's path '$REPO' holds one of \" % ; \\: move it"
}

# Found before anything is installed or built.
demand_production_secrets() {
  [[ $FRONTDESK_PROFILE == production ]] || return 0
  [[ -n $JWT_PRIVATE_KEY && -n $JWT_PUBLIC_KEY ]] ||
    fail 'in production JWT_PRIVATE_KEY and JWT_PUBLIC_KEY must be set (PEM text, or the path of a PEM file)'
  ((${#JWT_SECRET} >= 32)) || fail 'in production JWT_SECRET must have at least 32 bytes'
}

# Names, ports and folders that follow from the settings.
derive() {
  local base=$((10#$FRONTDESK_PORT_BASE))
  COMMAND_API_PORT=$((base + 1)) QUERY_API_PORT=$((base + 2)) REALTIME_GATEWAY_PORT=$((base + 3))
  PROJECTORS_PORT=$((base + 4)) POSTGRES_PORT=$((base + 5)) REDIS_PORT=$((base + 6))
  BROKER_PORT=$((base + 7)) CONTROLLER_PORT=$((base + 8))
  HOME_DIR=$FRONTDESK_HOME
  INSTANCE=$(printf %s "$HOME_DIR" | sha256sum | cut -c1-10)
  SECRETS_DIR=$HOME_DIR/secrets
  CONF_DIR=$HOME_DIR/conf
  # A socket's path may have 107 bytes, and PostgreSQL adds a name of its own.
  RUN_DIR=$HOME_DIR/run
  ((${#RUN_DIR} <= 80)) || RUN_DIR=/tmp/frontdesk-$(id -u)-$INSTANCE
  OWN_POSTGRES=$([[ -z $DATABASE_URL ]] && echo yes || echo no)
  OWN_REDIS=$([[ -z $REDIS_URL ]] && echo yes || echo no)
  OWN_KAFKA=$([[ -z $KAFKA_BROKERS ]] && echo yes || echo no)
  KAFKA_DATA=$HOME_DIR/kafka
  KAFKA_VERSION=$(sed -n 's:.*<kafka.version>\(.*\)</kafka.version>.*:\1:p' "$REPO/infra/kafka/pom.xml")
  KAFKA_JARS=$FRONTDESK_CACHE/kafka-$KAFKA_VERSION
  DOCS_VIEWER=$FRONTDESK_CACHE/swagger-ui-$(sed -n 's:.*<viewer.version>\(.*\)</viewer.version>.*:\1:p' "$REPO/infra/docs/pom.xml")
  DEMO_CLIENT=$FRONTDESK_CACHE/socket.io-client-$(cut -c1-12 "$REPO/infra/demo/client.sha256")
}

configure() {
  read_dotenv "$REPO/.env"
  set_defaults
  validate
  derive
}

# After the secrets exist: addresses of the stores that we start ourselves. Unix sockets, because a question and its
# answer cost a fifth less processor time there than over loopback TCP (which is open too, for people's tools).
derive_addresses() {
  [[ $OWN_POSTGRES == no ]] ||
    DATABASE_URL="postgresql://frontdesk:$(<"$SECRETS_DIR/database_password")@/frontdesk?host=${POSTGRES_SOCKET_DIR//\//%2F}&port=$POSTGRES_PORT"
  [[ $OWN_REDIS == no ]] || REDIS_URL="unix://$RUN_DIR/redis.sock?password=$(<"$SECRETS_DIR/redis_password")"
  [[ $OWN_KAFKA == no ]] || KAFKA_BROKERS=127.0.0.1:$BROKER_PORT
}

hidden() {
  case $1 in
    JWT_SECRET | OPERATOR_TOKEN | FRONTDESK_ADMIN_PASSWORD) [[ -n $2 ]] && echo '(hidden)' ;;
    JWT_PRIVATE_KEY) [[ $2 == *-----BEGIN* ]] && echo '(hidden)' || echo "$2" ;;
    DATABASE_URL | REDIS_URL)
      sed -E 's#(://[^:/@?]*):[^@/]*@#\1:(hidden)@#; s#([?&]password=)[^&]*#\1(hidden)#' <<<"$2" ;;
    *) echo "$2" ;;
  esac
  return 0
}

print_configuration() {
  local name
  say 'configuration (environment, then .env, then default):'
  for name in "${SETTINGS[@]}"; do printf '  %-30s %s\n' "$name" "$(hidden "$name" "${!name}")"; done
}

# Replaces @NAME@ by the variable of that name; a name without a variable is an error.
render() {
  local text name value
  text=$(<"$1")
  while [[ $text =~ @([A-Z][A-Z0-9_]*)@ ]]; do
    name=${BASH_REMATCH[1]}
    [[ -n ${!name+set} ]] || fail "$1 names @$name@, which is not set"
    value=${!name}
    [[ $value != *"@$name@"* ]] || fail "$1: @$name@ would contain itself"
    text=${text//"@$name@"/"$value"}
  done
  printf '%s\n' "$text"
}

# Writes standard input to a file of the given mode, at once: a reader never sees half of it.
write_file() {
  local mode=$1 path=$2
  (umask 077 && cat >"$path.new") && chmod "$mode" "$path.new" && mv -f "$path.new" "$path"
}
