# Debian packages: one list, one apt-get, nothing at all when everything is there.

package_names() { sed -E 's/[[:space:]]*#.*//; /^[[:space:]]*$/d' "$REPO/infra/packages.txt"; }

missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p' | sort -u)
  comm -13 <(printf '%s\n' "$installed") <(package_names | sort -u)
}

install_packages() {
  local missing runner=()
  command -v dpkg-query >/dev/null || fail 'dpkg-query is missing: this is not a Debian system; see infra/packages.txt for what is needed'
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]})) || return 0
  if ((EUID)); then
    runner=(sudo)
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || [[ -t 0 && -n $(command -v sudo) ]] ||
      fail "packages are missing; run: apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  fi
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  mkdir -p "$REPO/build"
  "${runner[@]}" apt-get update -qq >"$REPO/build/apt.log" 2>&1 || { tail -n 5 "$REPO/build/apt.log"; fail 'apt-get update failed'; }
  apt_install "${missing[@]}"
}

# Debian starts a service right after installing it; ours must not meet one on the usual ports, and in a
# chroot there is nothing to start it with. policy-rc.d says no for this one run, unless the machine has its own.
apt_install() (
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap '"${runner[@]}" rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${runner[@]}" tee $policy >/dev/null
    "${runner[@]}" chmod 755 $policy
  fi
  "${runner[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" 2>&1 |
    tee -a "$REPO/build/apt.log" | show_progress || { tail -n 15 "$REPO/build/apt.log"; fail 'apt-get install failed'; }
)
