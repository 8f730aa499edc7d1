# Accounts, through command-api's operator route: only loopback reaches it, and only with the operator's token.

readonly DEMO_ADMIN=admin@frontdesk.example DEMO_PASSWORD=frontdesk-demo

# By the environment, not the command line, which every user of the machine can read.
json_text() { TEXT=$1 "$PYTHON" -c 'import json, os, sys; sys.stdout.write(json.dumps(os.environ["TEXT"]))'; }

# account <action> <email> [password]: sets REPLY_STATUS and REPLY_MESSAGE. curl gets the token and the password by
# standard input; its configuration file quotes as JSON does.
account() {
  local action=$1 email=$2 password=${3:-} body answer
  body="{\"action\":\"$action\",\"email\":$(json_text "$email")"
  [[ -z $password ]] || body+=",\"password\":$(json_text "$password"),\"firstName\":\"Frontdesk\",\"lastName\":\"Administrator\""
  body+='}'
  answer=$(curl -sS --max-time 20 -o - -w '\n%{http_code}' -K - "http://127.0.0.1:$COMMAND_API_PORT/internal/operator/accounts" <<CURL 2>&1
header = "X-Operator-Token: $OPERATOR_TOKEN"
header = "Content-Type: application/json"
data = $(json_text "$body")
CURL
  ) || fail "command-api does not answer on port $COMMAND_API_PORT; is it up? (./frontdesk status)"
  REPLY_STATUS=${answer##*$'\n'}
  REPLY_MESSAGE=$("$PYTHON" -c 'import json, sys
try: print(json.loads(sys.stdin.read()).get("message", ""))
except ValueError: print("")' <<<"${answer%$'\n'*}")
}

create_demo_accounts() {
  [[ $FRONTDESK_PROFILE == development ]] || return 0
  [[ ! -e $HOME_DIR/conf/demo-accounts ]] || return 0
  local tries
  # 503 asks to try again: a unit may be changing hands right after the start.
  for tries in {1..20}; do
    account create "$DEMO_ADMIN" "$DEMO_PASSWORD"
    [[ $REPLY_STATUS == 503 ]] || break
    sleep 0.5
  done
  [[ $REPLY_STATUS == 200 || $REPLY_STATUS == 409 ]] || fail "the demo account could not be made (status $REPLY_STATUS): $REPLY_MESSAGE"
  touch "$HOME_DIR/conf/demo-accounts"
}

admin() {
  local action=${1:-} email=${2:-} password= generated=no
  [[ $action =~ ^(create|promote|disable|enable)$ && $email == *@* && $# -eq 2 ]] ||
    fail 'usage: ./frontdesk admin create|promote|disable|enable <email>'
  configure
  load_instance || fail 'nothing was started here yet: ./frontdesk up'
  if [[ $action == create ]]; then
    password=$FRONTDESK_ADMIN_PASSWORD
    [[ -n $password || ! -t 0 ]] || { read -rsp "Password for $email (empty: one is made): " password; echo; }
    [[ -n $password ]] || { password=$(random_word 10); generated=yes; }
  fi
  account "$action" "$email" "$password"
  [[ $REPLY_STATUS == 200 ]] || fail "${REPLY_MESSAGE:-command-api answered $REPLY_STATUS}"
  say "${REPLY_MESSAGE:-done}"
  [[ $generated == no ]] || say "password of $email, shown this once: $password"
}

greet() {
  local url
  url="http://$(client_address):${FRONTDESK_PORTS%%,*}"
  say ''
  say "Frontdesk is ready: $url"
  if [[ $FRONTDESK_PROFILE == development ]]; then
    say "  demo account      $DEMO_ADMIN, password $DEMO_PASSWORD (administrator)"
    say "  secrets           $SECRETS_DIR (jwt_secret signs tokens of other issuers)"
  fi
  say "  is it alive?      curl $url/health"
  say "  the API to read   $url/docs"
  say "  a queue to play   $url/demo/"
  say '  a clinic day      ./frontdesk demo'
  say "  the log           kcat -C -e -q -b $KAFKA_BROKERS -t frontdesk.events"
  say '  what runs         ./frontdesk status      ./frontdesk logs command-api'
  say '  stop              ./frontdesk down'
}
