# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the files of the demo share their variables
# The example building on this machine: broker, controller with simulated wires, gateway. Everything of it lies in one
# folder, $home; every program started here is ended here, by its number, in the reverse order.

start_building() {
    home=$(mktemp -d "${TMPDIR:-/tmp}/zutritt-demo.XXXXXX")
    chmod 711 "$home" # the broker gives up root and must still find its files
    mkdir -m 700 "$home/run" "$home/state" "$home/gateway"
    export ZUTRITT_SOCKET=$home/run/control ZUTRITT_SIM_SOCKET=$home/run/lines
    export TZ=${TZ-Europe/Berlin}
    started=()
    trap stop_building EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

# run_beside NAME COMMAND...: starts a program that lives as long as this script; what it says goes to $home/NAME.log.
# A session of its own keeps Ctrl-C from it: it is stopped in order.
run_beside() {
    local name=$1
    shift
    setsid setpriv --pdeathsig TERM "$@" >"$home/$name.log" 2>&1 </dev/null &
    started=("$!:$name" "${started[@]}")
}

# The same for a program that is listened to: what it says goes to the pipe $home/NAME.
run_for_us() {
    local name=$1
    shift
    mkfifo "$home/$name"
    setsid setpriv --pdeathsig TERM "$@" >"$home/$name" 2>"$home/$name.log" </dev/null &
    started=("$!:$name" "${started[@]}")
}

pid_of() {
    local entry
    for entry in "${started[@]}"; do
        if [[ ${entry#*:} == "$1" ]]; then
            printf '%s' "${entry%%:*}"
            return
        fi
    done
    return 1
}

is_running() {
    kill -0 "$(pid_of "$1")" 2>/dev/null
}

# until_it NAME COMMAND...: waits until COMMAND succeeds, as long as the program NAME lives.
until_it() {
    local name=$1 deadline=$((SECONDS + 120))
    shift
    until "$@" >/dev/null 2>&1; do
        is_running "$name" || return 1
        [[ $SECONDS -lt $deadline ]] || return 1
        sleep 0.05
    done
}

complain() {
    printf '%s did not start:\n' "$1" >&2
    tail -n 20 "$home/$1.log" >&2
    exit 1
}

stop_building() {
    local entry
    trap - EXIT
    for entry in "${started[@]}"; do
        kill -TERM "${entry%%:*}" 2>/dev/null || true
        wait "${entry%%:*}" 2>/dev/null || true
    done
    wait 2>/dev/null || true # what listened to them, and has met its end by now
    if [[ -n ${ZUTRITT_DEMO_KEEP-} ]]; then
        printf 'Kept: %s\n' "$home" >&2
    else
        rm -rf "$home"
    fi
}

# ---- the three programs ----

# Its password proves that it is this broker that answers, not another on the same port.
broker_knows() {
    local subscriber
    subscribe_as "$1"
    "${subscriber[@]}" -t 'zutritt/#' -E
}

# On the usual port if it is free, else on one of the next.
start_broker() {
    for port in $(seq 1883 1899) $(shuf -i 20000-29999 -n 20); do
        websocket=$((port + 1000))
        "$deploy/mosquitto/make-site" "$home/broker" "$port" --websocket "$websocket" story-feed story-board visitor >"$home/make-site.log" 2>&1 || {
            cat "$home/make-site.log" >&2
            exit 1
        }
        run_beside mosquitto mosquitto -c "$home/broker/mosquitto.conf"
        if until_it mosquitto broker_knows story-feed; then
            return
        fi
        # Taken by another program in the meantime: the next port.
        is_running mosquitto && complain mosquitto
        started=("${started[@]:1}")
    done
    complain mosquitto
}

start_controller() {
    sed -e "s/exit_delay_s *= *[0-9]*/exit_delay_s = ${1}/" "$deploy/example/zutritt.conf" >"$home/zutritt.conf"
    run_beside zutrittd zutrittd --simulate --config "$home/zutritt.conf" --runtime-dir "$home/run" --state-dir "$home/state"
    until_it zutrittd zutritt status || complain zutrittd
}

start_gateway() {
    run_beside zutritt-mqtt zutritt-mqtt --socket "$ZUTRITT_SOCKET" --host 127.0.0.1 --port "$port" \
        --user zutritt-mqtt --password-file "$home/broker/zutritt-mqtt.password" --state "$home/gateway" \
        --stations "$home/broker/stations"
    until_it zutritt-mqtt grep -q 'the broker were reached' "$home/zutritt-mqtt.log" || complain zutritt-mqtt
}

# subscribe_as STATION: how to run mosquitto_sub as that station, in $subscriber.
subscribe_as() {
    subscriber=(stdbuf -oL mosquitto_sub -V mqttv5 -h 127.0.0.1 -p "$port" -i "$1" -u "$1" -P "$(cat "$home/broker/$1.password")" -q 1)
}

# ---- the reception page ----

# nginx as the one who runs this, with everything that it writes in $home.
make_web_server() {
    "$deploy/nginx/zutritt-certificate" make 127.0.0.1 --web "$home/web" >/dev/null
    "$deploy/nginx/make-web" "$home/site.conf" --listen "127.0.0.1:$web_port" --websocket "$websocket" \
        --page "$page" --web "$home/web"
    cat >"$home/nginx.conf" <<END
daemon off;
$([[ $(id -u) != 0 ]] || printf 'user root;')
pid $home/nginx.pid;
error_log $home/nginx.log;
events {}
http {
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path $home/nginx-body;
    proxy_temp_path $home/nginx-proxy;
    fastcgi_temp_path $home/nginx-fastcgi;
    uwsgi_temp_path $home/nginx-uwsgi;
    scgi_temp_path $home/nginx-scgi;
    include $home/site.conf;
}
END
}

web_answers() {
    (exec 3<>"/dev/tcp/127.0.0.1/$web_port") 2>/dev/null
}

# start_web PAGE: serves the built page on the usual port if it is free, else on one of the next.
start_web() {
    page=$1
    for web_port in $(seq 8443 8459) $(shuf -i 30000-39999 -n 20); do
        web_answers && continue
        make_web_server
        run_beside nginx nginx -e "$home/nginx.log" -c "$home/nginx.conf"
        if until_it nginx web_answers; then
            return
        fi
        started=("${started[@]:1}")
    done
    complain nginx
}

# station_link NAME: makes a station and says its link.
station_link() {
    "$deploy/station/zutritt-station" add "$1" --host "127.0.0.1:$web_port" --broker "$home/broker" \
        --config "$home/zutritt.conf" --gateway "$home/gateway" --pid "$(pid_of mosquitto)" | grep '^https://'
}

# ---- the people ----

declare -A badge=()
declare -A password=([anna]='Tuer und Tor 1' [max]='Draht und Netz 2' [mia]='Klingel und Glas 3')

# Anna Berger manages and Max Roth administers, each with an account of their own; Anna then does the rest.
sign_up() {
    local made
    export ZUTRITT_SESSION_FILE=$home/session
    made=$(zutritt init --json --management 'Anna Berger' --management-user anna \
        --administrator 'Max Roth' --administrator-user max)
    change_first max "$(jq -r '.accounts[] | select(.user == "max").password' <<<"$made")"
    change_first anna "$(jq -r '.accounts[] | select(.user == "anna").password' <<<"$made")"
}

# change_first USER PASSWORD: a first password allows only changing it.
change_first() {
    "${tell[@]}" zutritt login "$1" --password-fd 0 <<<"$2"
    "${tell[@]}" zutritt passwd --password-fd 0 <<<"$2"$'\n'"${password[$1]}"
}

# hire NAME POSITION BADGE
hire() {
    badge[$1]=$3
    "${tell[@]}" zutritt person hire "$1" --position "$2" --badge "$3"
}

# equip NAME BADGE ROOM...: badge and keys for one who is there already.
equip() {
    local room name=$1
    badge[$1]=$2
    "${tell[@]}" zutritt badge assign "$2" "$1"
    for room in "${@:3}"; do
        "${tell[@]}" zutritt key issue "$name" "$room" --reason management
    done
}

# The keys that wait for a second person (rule K2): Max Roth approves those that are not for himself.
second_person() {
    ZUTRITT_SESSION_FILE=$home/session-max "$@"
}

approve_keys() {
    local key code
    while read -r key code; do
        second_person "${tell[@]}" zutritt key approve "$key" "$code"
    done < <(zutritt --json key waiting | jq -r '.keys[] | select(.person_name != "Max Roth") | "\(.id) \(.code)"')
}

# request_reception PERSON USER: an account for the reception. Anna Berger asks, Max Roth confirms, and each is shown one
# half of the first password, $first_password (rules P2, P3).
request_reception() {
    local asked id code first second
    asked=$(zutritt operator request "$1" --user "$2" --role reception --json)
    read -r id code first < <(jq -r '"\(.approval.id) \(.approval.code) \(.first_half)"' <<<"$asked")
    second=$(second_person zutritt approval confirm "$id" "$code" --json | jq -r .second_half)
    first_password=$first-$second
}

open_reception() {
    request_reception 'Mia Scholz' mia
    ZUTRITT_SESSION_FILE=$home/session-mia change_first mia "$first_password"
}

# tell is how a command is run: quietly, or told as part of a story.
staff_the_building() {
    tell=("$@")
    sign_up
    "${tell[@]}" zutritt position add office --key hall --key office-1 --key office-2
    "${tell[@]}" zutritt position add warehouse --key hall --key warehouse --key warehouse/goods-door
    # Nobody asks for a key for themselves that takes a second person: two of the five rooms take none.
    equip 'Anna Berger' 42:1001 hall office-1
    equip 'Max Roth' 42:1002 hall office-1
    hire 'Jonas Weber' office 42:1003
    hire 'Mia Scholz' office 42:1004
    hire 'Lea Winter' office 42:1005
    "${tell[@]}" zutritt key issue 'Mia Scholz' server-room --reason 'looks after the machines'
    hire 'Ole Hansen' warehouse 42:1006
    hire 'Nina Petersen' warehouse 42:1007
    hire 'Tom Krüger' warehouse 42:1008
    second_person "${tell[@]}" zutritt login max --password-fd 0 <<<"${password[max]}"
    approve_keys
    open_reception
}
