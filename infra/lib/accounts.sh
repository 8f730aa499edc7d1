# Accounts, through command-api's operator route: only loopback reaches it, and only with the operator's token.

readonly DEMO_ADMIN=admin@frontdesk.example DEMO_PASSWORD=frontdesk-demo

json_text() { "$PYTHON" -c 'import json, sys; sys.stdout.write(json.dumps(sys.argv[1]))' "$1"; }

# account <action> <email> [password]: sets REPLY_STATUS and REPLY_MESSAGE. The token and the password go by standard
# input, because a command line can be read by every user of the machine.
account() {
  local action=$1 email=$2 password=${3:-} body answer
  body="{\"action\":\"$action\",\"email\":$(json_text "$email")"
  [[ -z $password ]] || body+=",\"password\":$(PASSWORD=$password "$PYTHON" -c 'import json, os, sys; sys.stdout.write(json.dumps(os.environ["PASSWORD"]))'),\"firstName\":\"Frontdesk\",\"lastName\":\"Administrator\""
  body+='}'
  answer=$(curl -sS --max-time 20 -o - -w '\n%{http_code}' -K - "http://127.0.0.1:$COMMAND_API_PORT/internal/operator/accounts" <<CURL 2>&1
header = "X-Operator-Token: $OPERATOR_TOKEN"
header = "Content-Type: application/json"
data = $(json_text_of_variable "$body")
CURL
  ) || fail "command-api does not answer on port $COMMAND_API_PORT; is it up? (./frontdesk status)"
  REPLY_STATUS=${answer##*$'\n'}
  REPLY_MESSAGE=$("$PYTHON" -c 'import json, sys
try: print(json.loads(sys.stdin.read()).get("message", ""))
except ValueError: print("")' <<<"${answer%$'\n'*}")
}

# curl's configuration file quotes as JSON does, for what can stand in a JSON text.
json_text_of_variable() { TEXT=$1 "$PYTHON" -c 'import json, os, sys; sys.stdout.write(json.dumps(os.environ["TEXT"]))'; }

create_demo_accounts() {
  [[ $FRONTDESK_PROFILE == development ]] || return 0
  [[ ! -e $HOME_DIR/conf/demo-accounts ]] || return 0
  account create "$DEMO_ADMIN" "$DEMO_PASSWORD"
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
    say "  secrets           $SECRETS_DIR"
  fi
  say "  is it alive?      curl $url/health"
  say '  a clinic day      ./frontdesk demo'
  say "  the log           kcat -C -e -q -b $KAFKA_BROKERS -t frontdesk.events"
  say '  what runs         ./frontdesk status      ./frontdesk logs command-api'
  say '  stop              ./frontdesk down'
}
