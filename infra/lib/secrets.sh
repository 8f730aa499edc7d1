# Secrets: made at the first start in development, demanded in production. Values never reach the terminal.

random_word() { openssl rand -hex "$1"; }

make_secret() {
  [[ -s $SECRETS_DIR/$1 ]] || { random_word "$2" | tr -d '\n' | write_file 600 "$SECRETS_DIR/$1"; MADE_SECRETS=yes; }
}

make_signing_key() {
  if [[ ! -s $SECRETS_DIR/jwt_private.pem ]]; then
    openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>/dev/null | write_file 600 "$SECRETS_DIR/jwt_private.pem"
    rm -f "$SECRETS_DIR/jwt_public.pem"
    MADE_SECRETS=yes
  fi
  [[ -s $SECRETS_DIR/jwt_public.pem ]] ||
    openssl pkey -in "$SECRETS_DIR/jwt_private.pem" -pubout | write_file 600 "$SECRETS_DIR/jwt_public.pem"
}

prepare_secrets() {
  MADE_SECRETS=no
  mkdir -p -m 700 "$SECRETS_DIR"
  chmod 700 "$SECRETS_DIR"
  [[ $OWN_POSTGRES == no ]] || { make_secret database_password 24; make_secret database_admin_password 24; }
  [[ $OWN_REDIS == no ]] || make_secret redis_password 24
  [[ -n $OPERATOR_TOKEN ]] || { make_secret operator_token 32; OPERATOR_TOKEN=$(<"$SECRETS_DIR/operator_token"); }
  [[ $FRONTDESK_PROFILE == production ]] || prepare_development_jwt
  [[ $MADE_SECRETS == no ]] || say "secrets made in $SECRETS_DIR"
}

prepare_development_jwt() {
  if [[ -z $JWT_PRIVATE_KEY ]]; then
    make_signing_key
    JWT_PRIVATE_KEY=$SECRETS_DIR/jwt_private.pem
    JWT_PUBLIC_KEY=$SECRETS_DIR/jwt_public.pem
  fi
  [[ -n $JWT_SECRET ]] || { make_secret jwt_secret 32; JWT_SECRET=$(<"$SECRETS_DIR/jwt_secret"); }
}
