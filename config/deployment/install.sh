#!/usr/bin/env bash
# Sets the portal up on a Debian machine, as docs/deployment.md tells: user, folders, program, database, tables,
# plan, first administrator, services, nginx with TLS. Run it again after every new version: what is there stays,
# and the two processes are renewed one after the other.
#
#   install.sh --domain portaal.example --admin-email beheer@portaal.example --admin-name "Naam"
#   install.sh --rehearse --prefix DIR --domain localhost --database-url-file FILE   everything, without root
#   install.sh --rehearse --prefix DIR --renew | --stop
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
program="$(cd "$here/../.." && pwd)"
action=install rehearse=0 prefix="" domain="" database_url_file="" admin_email="" admin_name="" certificate="" certificate_key=""
http_port="" https_port="" app_port_1=5000 app_port_2=5001 smtp_url_file="" settings_file=""

fail() { printf '%s\n' "$*" >&2; exit 1; }
say() { printf '== %s\n' "$*"; }

while (($#)); do
  case "$1" in
    --rehearse) rehearse=1 ;;
    --renew) action=renew ;;
    --stop) action=stop ;;
    --prefix | --domain | --database-url-file | --admin-email | --admin-name | --certificate | --certificate-key | \
      --http-port | --https-port | --app-port-1 | --app-port-2 | --smtp-url-file | --settings-file)
      (($# > 1)) || fail "Na $1 hoort een waarde."
      name="${1#--}"
      printf -v "${name//-/_}" '%s' "$2"
      shift
      ;;
    -h | --help)
      sed -n '2,9s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
    *) fail "Onbekende optie: $1. Gebruik --help." ;;
  esac
  shift
done

# --- places ---------------------------------------------------------------------------------------

if ((rehearse)); then
  [[ -n "$prefix" ]] || fail "--rehearse vraagt --prefix MAP."
  mkdir -p "$prefix"
  prefix="$(cd "$prefix" && pwd)"
  etc="$prefix/etc" state="$prefix/lib" backups="$prefix/backups" run="$prefix/run" logs="$prefix/log"
  listen="127.0.0.1:" ipv6="# "
  : "${http_port:=8080}" "${https_port:=8443}"
  public_port=":$https_port"
else
  [[ -z "$prefix" ]] || fail "--prefix hoort bij --rehearse."
  ((EUID == 0)) || fail "Installeren kan alleen als root."
  [[ "$program" == /opt/mainportaal ]] || fail "Zet het programma in /opt/mainportaal; nu staat het in $program."
  etc=/etc/mainportaal state=/var/lib/mainportaal backups=/var/backups/mainportaal run=/run logs=/var/log/nginx
  listen="" ipv6=""
  # A machine without IPv6 cannot listen to it.
  [[ -s /proc/net/if_inet6 ]] || ipv6="# "
  : "${http_port:=80}" "${https_port:=443}"
  public_port=""
fi
secrets="$etc/geheimen"
settings="$etc/mainportaal.env"
portal="$program/.venv/bin/portal"

# --- how things are done in earnest and in the rehearsal -------------------------------------------

# Runs a command as the portal, with its settings and no others.
as_portal() {
  (
    while IFS='=' read -r name _rest; do [[ "$name" == PORTAL_* ]] && unset "$name"; done < <(env)
    cd "$program"
    while IFS='=' read -r name value; do
      [[ "$name" =~ ^PORTAL_[A-Z0-9_]+$ ]] && export "$name=$value"
    done <"$settings"
    if ((rehearse)); then exec "$@"; else exec setpriv --reuid mainportaal --regid mainportaal --init-groups "$@"; fi
  )
}

fill_in() {
  sed -e "s|@DOMAIN@|$domain|g" -e "s|@PUBLIC_PORT@|$public_port|g" -e "s|@LISTEN@|$listen|g" \
    -e "s|@IPV6@|$ipv6|g" \
    -e "s|@HTTP_PORT@|$http_port|g" -e "s|@HTTPS_PORT@|$https_port|g" -e "s|@APP_PORT_1@|$app_port_1|g" \
    -e "s|@APP_PORT_2@|$app_port_2|g" -e "s|@LOG_DIR@|$logs|g" -e "s|@RUN_DIR@|$run|g" \
    -e "s|@CERTIFICATE@|$etc/tls/certificaat.pem|g" -e "s|@CERTIFICATE_KEY@|$etc/tls/sleutel.pem|g" \
    -e "s|@BODY_SIZE@|12m|g" -e "s|@PAGES@|$here/pages|g" -e "s|@STATIC@|$program/static/build|g" \
    -e "s|@PROXY@|$etc/nginx-proxy.conf|g" -e "s|@SITE@|$etc/nginx-site.conf|g" -e "s|@SECRETS@|$secrets|g" \
    -e "s|@STATE@|$state|g" -e "s|@MIME_TYPES@|$(mime_types)|g" -e "s|@USER_LINE@|$(nginx_user)|g" "$1"
}

mime_types() {
  for place in /etc/nginx/mime.types /usr/local/etc/nginx/mime.types; do
    if [[ -f "$place" ]]; then
      printf '%s' "$place"
      return
    fi
  done
}

# As root nginx would hand its work to a user who cannot get into the folder of the rehearsal.
nginx_user() { if ((EUID == 0)); then printf 'user root;'; fi; }

is_running() { [[ -f "$run/$1.pid" ]] && kill -0 "$(<"$run/$1.pid")" 2>/dev/null; }

start_process() {
  local name="$1"
  shift
  is_running "$name" && return
  # Of its own session, so that it stays when this script ends.
  as_portal setsid bash -c 'echo $$ >"$0"; exec "$@"' "$run/$name.pid" "$@" >>"$logs/$name.log" 2>&1 </dev/null &
  disown
}

stop_process() {
  local name="$1" pid
  is_running "$name" || return 0
  pid="$(<"$run/$name.pid")"
  kill -TERM "$pid"
  for _ in $(seq 300); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  rm -f "$run/$name.pid"
}

# The portal answers, with the database at the version it needs.
await_ready() {
  for _ in $(seq 300); do
    if "$program/.venv/bin/python" - "$1" "$domain" <<'PYTHON' 2>/dev/null; then return; fi
import sys, urllib.request
request = urllib.request.Request(f"http://127.0.0.1:{sys.argv[1]}/readyz", headers={"Host": sys.argv[2]})
sys.exit(urllib.request.urlopen(request, timeout=3).status != 200)
PYTHON
    sleep 0.2
  done
  fail "Het portaal op poort $1 antwoordt niet; kijk in het logboek."
}

# --- the steps ------------------------------------------------------------------------------------

check_machine() {
  local missing=()
  for tool in nginx openssl make python3; do command -v "$tool" >/dev/null || missing+=("$tool"); done
  ((${#missing[@]} == 0)) || fail "Dit ontbreekt op deze machine: ${missing[*]}. Installeer eerst: apt-get install nginx openssl make python3-venv postgresql"
  [[ "$domain" =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || fail "--domain vraagt de naam waaronder het portaal te bereiken is, in kleine letters."
}

make_places() {
  say "Gebruiker en mappen"
  if ((rehearse)); then
    mkdir -p -m 0700 "$etc" "$secrets" "$state" "$state/bestanden" "$backups" "$run" "$logs" "$etc/tls"
    return
  fi
  getent passwd mainportaal >/dev/null || useradd --system --home-dir /var/lib/mainportaal --shell /usr/sbin/nologin mainportaal
  install -d -m 0755 -o root -g root "$etc"
  install -d -m 0750 -o root -g mainportaal "$secrets"
  install -d -m 0700 -o root -g root "$etc/tls"
  install -d -m 0700 -o mainportaal -g mainportaal "$state" "$state/bestanden" "$backups"
}

make_program() {
  say "Programma"
  if ((rehearse)) && [[ -x "$portal" && -f "$program/static/build/manifest.json" ]]; then return; fi
  make -C "$program" production
}

# A secret is made once; it never stands on a command line.
secret() {
  local file="$secrets/$1"
  if [[ -s "$file" ]]; then cat >/dev/null; else (umask 077 && cat >"$file"); fi
  ((rehearse)) || { chown root:mainportaal "$file" && chmod 0640 "$file"; }
}

make_settings() {
  say "Geheimen en instellingen"
  for name in sleutel audit backup meetwaarden; do openssl rand -hex 32 | secret "$name"; done
  if [[ -n "$database_url_file" ]]; then
    secret database <"$database_url_file"
  elif [[ ! -s "$secrets/database" ]]; then
    ((rehearse)) && fail "--rehearse vraagt --database-url-file."
    make_database
    printf '%s\n' "postgresql:///mainportaal?host=/run/postgresql" | secret database
  fi
  if [[ -n "$smtp_url_file" ]]; then secret smtp <"$smtp_url_file"; fi
  [[ ! -f "$settings" ]] || return 0
  {
    fill_in "$here/mainportaal.env.example"
    [[ -z "$smtp_url_file" ]] || printf 'PORTAL_SMTP_URL_FILE=%s\n' "$secrets/smtp"
    [[ -z "$settings_file" ]] || cat "$settings_file"
  } >"$settings.new"
  ((rehearse)) || { chown root:mainportaal "$settings.new" && chmod 0640 "$settings.new"; }
  mv "$settings.new" "$settings"
}

# The portal owns its database, so that it can set old tables aside when a backup is restored; it is no superuser.
make_database() {
  say "Database"
  setpriv --reuid postgres --regid postgres --init-groups psql --quiet --set ON_ERROR_STOP=1 <<'SQL'
SELECT 'CREATE ROLE mainportaal LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mainportaal') \gexec
SELECT 'CREATE DATABASE mainportaal OWNER mainportaal ENCODING ''UTF8'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'mainportaal') \gexec
SQL
}

fill_database() {
  say "Tabellen en plan"
  as_portal "$portal" migrate
  as_portal "$portal" plan load --yes
}

make_administrator() {
  [[ -n "$admin_email" && ! -f "$etc/eerste-beheerder" ]] || return 0
  say "Eerste beheerder"
  # Asks for a password; without a terminal it is read from standard input, twice.
  as_portal "$portal" account create --email "$admin_email" --name "${admin_name:-Beheerder}" --role administrator
  printf '%s\n' "$admin_email" >"$etc/eerste-beheerder"
}

make_certificate() {
  say "Certificaat"
  if [[ -n "$certificate" ]]; then
    [[ -n "$certificate_key" ]] || fail "Bij --certificate hoort --certificate-key."
    install -m 0644 "$certificate" "$etc/tls/certificaat.pem"
    install -m 0600 "$certificate_key" "$etc/tls/sleutel.pem"
  elif [[ ! -f "$etc/tls/certificaat.pem" ]]; then
    say "Er is geen certificaat gegeven: dit is een eigen, waar browsers voor waarschuwen"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj "/CN=$domain" \
      -addext "subjectAltName=DNS:$domain" -keyout "$etc/tls/sleutel.pem" -out "$etc/tls/certificaat.pem" 2>/dev/null
    chmod 0600 "$etc/tls/sleutel.pem"
  fi
}

make_proxy() {
  say "nginx"
  fill_in "$here/proxy.conf.in" >"$etc/nginx-proxy.conf"
  fill_in "$here/site.conf.in" >"$etc/nginx-site.conf"
  if ((rehearse)); then
    fill_in "$here/nginx-rehearsal.conf.in" >"$etc/nginx.conf"
    nginx -q -t -e "$logs/nginx-error.log" -c "$etc/nginx.conf"
    if is_running nginx; then kill -HUP "$(<"$run/nginx.pid")"; else nginx -e "$logs/nginx-error.log" -c "$etc/nginx.conf"; fi
    return
  fi
  ln -sfn "$etc/nginx-site.conf" /etc/nginx/sites-enabled/mainportaal
  rm -f /etc/nginx/sites-enabled/default
  nginx -q -t
  systemctl enable --quiet nginx
  systemctl reload-or-restart nginx
}

start_portal() {
  say "Portaal en worker"
  if ((rehearse)); then
    for port in "$app_port_1" "$app_port_2"; do
      start_process "portaal-$port" "$portal" serve --port "$port"
      await_ready "$port"
    done
    start_process worker "$portal" worker --every 1
    return
  fi
  install -m 0644 "$here"/*.service "$here"/*.timer /etc/systemd/system/
  systemctl daemon-reload
  systemctl enable --quiet "mainportaal@$app_port_1" "mainportaal@$app_port_2" mainportaal-worker
  systemctl enable --quiet --now mainportaal-backup.timer
  renew_portal
}

# One process takes over while the other is renewed: nobody waits.
renew_portal() {
  say "Vernieuwen, een voor een"
  for port in "$app_port_1" "$app_port_2"; do
    if ((rehearse)); then
      stop_process "portaal-$port"
      start_process "portaal-$port" "$portal" serve --port "$port"
    else
      systemctl restart "mainportaal@$port"
    fi
    await_ready "$port"
    # nginx tries a process that was away again after two seconds; only then may the other one go.
    sleep 2.5
  done
  if ((rehearse)); then
    stop_process worker
    start_process worker "$portal" worker --every 1
  else
    systemctl restart mainportaal-worker
  fi
}

stop_all() {
  ((rehearse)) || fail "Stoppen: systemctl stop mainportaal@$app_port_1 mainportaal@$app_port_2 mainportaal-worker"
  for file in "$run"/*.pid; do
    if [[ -f "$file" ]]; then stop_process "$(basename "$file" .pid)"; fi
  done
}

case "$action" in
  install)
    check_machine
    make_places
    make_program
    make_settings
    fill_database
    make_administrator
    make_certificate
    start_portal
    make_proxy
    say "Klaar: https://$domain$public_port"
    ;;
  renew) renew_portal ;;
  stop) stop_all ;;
esac
