# What is published once stands in logs for ever: a release freezes the event schemas that it has.

# A schema may change until it is listed in schemas/published.sha256; from then on a change is a new version beside it.
freeze() {
  (($# == 0)) || fail 'usage: ./frontdesk freeze'
  local list=schemas/published.sha256
  cd "$REPO"
  [[ ! -s $list ]] || sha256sum --check --quiet "$list" || fail 'a frozen schema has changed: write the change as the next version instead'
  LC_ALL=C sha256sum schemas/*/*.v*.json >"$list.new"
  mv "$list.new" "$list"
  say "$(wc -l <"$list") event schemas are frozen"
}
