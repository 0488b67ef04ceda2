#!/bin/bash
# The web server, its certificate, the broker's rights for stations: what make-web, zutritt-certificate, make-site and
# zutritt-station make, served by real nginx and mosquitto on loopback and looked at from outside (rules M5, P9).
set -euo pipefail

deploy=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../deploy" && pwd)
home=$(mktemp -d)
chmod 755 "$home"
export PATH=$PATH:/usr/sbin:/sbin
started=()

fail() {
    printf 'FAIL %s\n' "$1" >&2
    tail -n 5 "$home"/*.log >&2
    exit 1
}

end() {
    local pid
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    wait
    rm -rf "$home"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

until_it() {
    local deadline=$((SECONDS + 90))
    until "$@" >/dev/null 2>&1; do
        [[ $SECONDS -lt $deadline ]] || fail "never came true: $*"
        sleep 0.1
    done
}

# refuses SENTENCE COMMAND...: fails with 2 and says so.
refuses() {
    local sentence=$1 code=0 said
    shift
    said=$("$@" 2>&1) || code=$?
    [[ $code -eq 2 && $said == *"$sentence"* ]] || fail "$* did not refuse with \"$sentence\": $code $said"
}

get() {
    curl --silent --include --max-time 60 --cacert "$home/web/ca.crt" "$@"
}

# ---- certificate ----

it_makes_a_certificate_that_only_this_host_can_have() {
    "$certificate" make localhost 127.0.0.1 "${web[@]}" >/dev/null
    openssl x509 -in "$home/web/ca.crt" -noout -text | grep -A4 'Name Constraints: critical' | grep -q 'DNS:localhost' ||
        fail "the authority may sign for every host"
    [[ $(stat -c %a "$home/web/key.pem") == 600 ]] || fail "everybody may read the key"
    [[ -z $(find /dev/shm "$home" -name ca.key) ]] || fail "the authority's key is still there"
    "$certificate" show "${web[@]}" >/dev/null || fail "a new certificate ends soon"
    [[ $(($(date -d "$(<"$home/web/until")" +%s) - $(date +%s))) -gt $((390 * 86400)) ]] || fail "until when is told wrongly"
    refuses 'neither a name nor an address' "$certificate" make 'a b' "${web[@]}"
    refuses 'takes 1 to 398' "$certificate" make localhost --days 399 "${web[@]}"
}

# An authority kept on a medium cannot sign for anybody else: openssl, as browsers, refuses the result.
its_authority_signs_for_nobody_else() {
    local other=$home/other
    "$certificate" make localhost --web "$other" --keep-key "$home/kept.key" >/dev/null
    openssl req -new -newkey rsa:2048 -nodes -keyout "$home/evil.key" -subj /CN=evil.example -out "$home/evil.csr" 2>/dev/null
    openssl x509 -req -in "$home/evil.csr" -CA "$other/ca.crt" -CAkey "$home/kept.key" -days 1 -set_serial 1 \
        -extfile <(printf 'subjectAltName=DNS:evil.example\n') -out "$home/evil.crt" 2>/dev/null
    if openssl verify -CAfile "$other/ca.crt" "$home/evil.crt" >/dev/null 2>&1; then
        fail "the authority signs for evil.example"
    fi
}

it_takes_a_companys_certificate() {
    "$certificate" make localhost --web "$home/company" --days 20 >/dev/null
    "$certificate" use "$home/company/certificate.pem" "$home/company/key.pem" --web "$home/taken" >/dev/null 2>&1 &&
        fail "a certificate that ends in 20 days is not told"
    cmp -s "$home/company/until" "$home/taken/until" || fail "until when the company's is good is not told"
    cmp -s "$home/company/certificate.pem" "$home/taken/certificate.pem" || fail "the company's certificate was not taken"
    refuses 'is not the key of' "$certificate" use "$home/company/certificate.pem" "$home/web/key.pem" --web "$home/taken"
    refuses 'holds no certificate' "$certificate" use "$home/web/key.pem" "$home/web/key.pem" --web "$home/taken"
}

# ---- web server ----

start_servers() {
    local port=$1
    mkdir -p "$home/page/assets" "$home/gateway"
    printf '<!doctype html><title>page</title>\n' >"$home/page/index.html"
    printf '1\n' >"$home/page/assets/app-ABCDEFGH.js"
    BROKER_USER=$(id -un) "$deploy/mosquitto/make-site" "$home/broker" "$broker_port" --websocket "$websocket_port" >/dev/null
    "$deploy/nginx/make-web" "$home/site.conf" --listen "127.0.0.1:$port" --websocket "$websocket_port" \
        --page "$home/page" "${web[@]}"
    cat >"$home/nginx.conf" <<END
daemon off;
pid $home/nginx.pid;
error_log $home/nginx.log;
events {}
http {
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path $home/body;
    proxy_temp_path $home/proxy;
    fastcgi_temp_path $home/fastcgi;
    uwsgi_temp_path $home/uwsgi;
    scgi_temp_path $home/scgi;
    include $home/site.conf;
}
END
    mosquitto -c "$home/broker/mosquitto.conf" >"$home/mosquitto.log" 2>&1 &
    started+=("$!")
    broker_pid=$!
    nginx -c "$home/nginx.conf" >"$home/nginx-start.log" 2>&1 &
    started+=("$!")
    until_it get "$url/"
}

the_page_comes_with_its_headers() {
    local answer header
    answer=$(get "$url/")
    for header in "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval';" \
        "frame-ancestors 'none'" "require-trusted-types-for 'script'" 'x-content-type-options: nosniff' \
        'strict-transport-security: max-age=' 'referrer-policy: no-referrer' 'cache-control: no-cache' '<title>page</title>'; do
        [[ $answer == *"$header"* ]] || fail "the page comes without \"$header\""
    done
    [[ $answer != *unsafe-inline* ]] || fail "scripts inside the page would run"
    [[ $(get "$url/assets/app-ABCDEFGH.js") == *immutable* ]] || fail "built files are asked for again and again"
    [[ $(get "$url/nothing") == *"content-security-policy"* ]] || fail "an error page comes without headers"
    [[ $(get -X POST "$url/") == "HTTP/2 403"* ]] || fail "it takes more than GET"
    [[ $(get --path-as-is "$url/../nginx.conf") != *daemon* ]] || fail "it gives out files beside the page"
}

it_tells_until_when_its_certificate_is_good() {
    [[ $(get "$url/certificate-until" | tail -n 1) == "$(<"$home/web/until")" ]] || fail "the page cannot learn until when"
}

only_tls_1_3_is_spoken() {
    get --tls-max 1.2 "$url/" >/dev/null && fail "TLS 1.2 is spoken"
    get --tlsv1.3 "$url/" >/dev/null || fail "TLS 1.3 is not spoken"
}

# upgrade ORIGIN: the first line of the answer to a browser's request for a WebSocket. One that is opened stays open.
upgrade() {
    local line='' max_s
    for max_s in 2 10 60; do
        [[ -n $line ]] || line=$(ask_for_upgrade "$@" --max-time "$max_s" | head -n 1 || true)
    done
    printf '%s' "$line"
}

ask_for_upgrade() {
    get --http1.1 -H "Origin: $1" -H 'Upgrade: websocket' -H 'Connection: Upgrade' -H 'Sec-WebSocket-Version: 13' \
        -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' -H 'Sec-WebSocket-Protocol: mqtt' "${@:2}" "$url/mqtt"
}

only_the_page_itself_reaches_the_broker() {
    [[ $(upgrade "$url") == *101* ]] || fail "the page cannot reach the broker"
    for origin in https://evil.example "https://localhost.evil.example:${url##*:}" "$url.evil.example" null; do
        [[ $(upgrade "$origin") == *403* ]] || fail "a page of $origin reaches the broker"
    done
}

# ---- stations ----

sub() {
    timeout 300 stdbuf -oL mosquitto_sub -V mqttv5 -p "$broker_port" -i "$1" -u "$1" -P "$(<"$home/broker/$1.password")" "${@:2}"
}

pub() {
    timeout 90 mosquitto_pub -V mqttv5 -p "$broker_port" -i "$1" -u "$1" -P "$(<"$home/broker/$1.password")" -q 1 "${@:2}"
}

a_station_is_added_by_a_link() {
    local answer
    refuses 'start zutritt-mqtt once' "$station" add front "${at[@]}"
    head -c 32 /dev/urandom | basenc --base64url -w 0 | tr -d '=' >"$home/gateway/public-key"
    refuses 'is no name for a station' "$station" add 'Front desk' "${at[@]}"
    answer=$("$station" add front "${at[@]}" --pid "$broker_pid")
    [[ $answer =~ https://localhost/#zutritt=1\&site=westerroenfeld\&controller=main\&station=front\&password=[A-Za-z0-9_-]{32}\&key=[A-Za-z0-9_-]{43}\&fingerprint=[A-Za-z0-9_-]{43} ]] ||
        fail "the link is wrong: $answer"
    until_it sub front -t 'zutritt/#' -E
    [[ $("$station" list "${at[@]}") == front*since* ]] || fail "the list does not know the station"
}

# answer_of PUB...: what the broker says to a publish, as mosquitto_pub tells it.
is_let() {
    ! pub "$@" 2>&1 | grep -q 'Not authorized\|not authorised'
}

a_station_calls_and_does_nothing_else() {
    local topic
    "$station" add back "${at[@]}" --pid "$broker_pid" >/dev/null
    until_it sub back -t 'zutritt/#' -E
    is_let front -t zutritt/s/controller/main/call/front -m x || fail "a station cannot call"
    for topic in zutritt/s/controller/main/call/back zutritt/s/controller/main/reply/front zutritt/s/controller/main/event \
        zutritt/s/door/entrance zutritt/s/controller/main/beat other; do
        ! is_let front -t "$topic" -m x || fail "a station may publish to $topic"
    done
}

a_station_hears_no_other() {
    local heard
    sub back -d -F 'HEARD %p' -t 'zutritt/+/controller/+/reply/+' -t 'zutritt/+/controller/+/call/+' -W 90 -C 1 \
        >"$home/heard" 2>/dev/null &
    heard=$!
    until_it grep -q '^Subscribed' "$home/heard"
    pub zutritt-mqtt -t zutritt/s/controller/main/reply/front -m 'for front'
    pub front -t zutritt/s/controller/main/call/front -m 'of front'
    pub zutritt-mqtt -t zutritt/s/controller/main/reply/back -m 'for back' # the last: the others would have come before
    wait "$heard" || true
    [[ $(grep '^HEARD' "$home/heard") == 'HEARD for back' ]] || fail "a station hears others: $(<"$home/heard")"
}

# One that is connected loses its place at once, not only at its next log-in.
a_removed_station_is_out() {
    local listener
    sub front -d -t 'zutritt/#' -W 200 >"$home/listening" 2>"$home/front.log" &
    listener=$!
    until_it grep -q '^Subscribed' "$home/listening"
    "$station" remove front "${at[@]}" --pid "$broker_pid" >/dev/null
    if timeout 60 tail --pid="$listener" -f /dev/null; then :; else fail "a removed station stays connected"; fi
    wait "$listener" || true
    refuses 'there is no station' "$station" remove front "${at[@]}"
}

certificate=$deploy/nginx/zutritt-certificate station=$deploy/station/zutritt-station
broker_port=$(free_port) websocket_port=$(free_port) page_port=$(free_port)
url=https://localhost:$page_port
web=(--web "$home/web")
at=(--broker "$home/broker" --config "$deploy/example/zutritt.conf" --gateway "$home/gateway" --host localhost)
trap end EXIT
it_makes_a_certificate_that_only_this_host_can_have
its_authority_signs_for_nobody_else
it_takes_a_companys_certificate
start_servers "$page_port"
the_page_comes_with_its_headers
it_tells_until_when_its_certificate_is_good
only_tls_1_3_is_spoken
only_the_page_itself_reaches_the_broker
a_station_is_added_by_a_link
a_station_calls_and_does_nothing_else
a_station_hears_no_other
a_removed_station_is_out
printf 'web server, certificate and stations are as they should be\n'
