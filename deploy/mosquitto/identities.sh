# shellcheck shell=bash
# Who is known to a site's broker, and what each may do. Used by make-site and zutritt-station.
#
# Each identity is a file NAME.password in the broker's folder; what the broker reads (passwords, acl) is made of them.

readonly gateway=zutritt-mqtt

refuse() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 2
}

# A name becomes a user name, a file name, a topic and a line of the list.
check_name() {
    [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,46}$ ]] ||
        refuse "\"$1\" is no name for a station: 1 to 47 small letters, digits and -, not - at first"
    [[ $1 != "$gateway" ]] || refuse "\"$1\" is the gateway's own name"
}

add_identity() {
    [[ ! -s $1/$2.password ]] || return 0
    head -c 24 /dev/urandom | base64 | tr '+/' '-_' >"$1/$2.password.new"
    mv "$1/$2.password.new" "$1/$2.password"
}

# Every station of the broker in that folder, a line each.
stations_of() {
    local file name
    for file in "$1"/*.password; do
        name=${file##*/}
        name=${name%.password}
        [[ ! -e $file || $name == "$gateway" ]] || printf '%s\n' "$name"
    done
}

# Rule P9: a station looks; its own calls go to the gateway, which asks for a session.
rights_of_station() {
    local topic
    printf '\nuser %s\n' "$1"
    for topic in controller/+/status controller/+/beat controller/+/event door/+ area/+/alarm area/+/occupancy; do
        printf 'topic read zutritt/+/%s\n' "$topic"
    done
    printf 'topic read zutritt/+/controller/+/reply/%s\n' "$1"
    printf 'topic write zutritt/+/controller/+/call/%s\n' "$1"
}

put_in_place() {
    [[ $(id -u) != 0 ]] || chown "${BROKER_USER:-mosquitto}:" "$1/$2.new"
    mv "$1/$2.new" "$1/$2"
}

# Makes passwords and acl anew, of those who are there; a broker that runs takes them at SIGHUP.
write_rights() {
    local dir=$1 station
    printf '%s:%s\n' "$gateway" "$(<"$dir/$gateway.password")" >"$dir/passwords.new"
    cp "$here/acl.in" "$dir/acl.new"
    while read -r station; do
        printf '%s:%s\n' "$station" "$(<"$dir/$station.password")" >>"$dir/passwords.new"
        rights_of_station "$station" >>"$dir/acl.new"
    done < <(stations_of "$dir")
    mosquitto_passwd -U "$dir/passwords.new"
    put_in_place "$dir" acl
    put_in_place "$dir" passwords
    # The broker enters the directory, but reads only its own three files.
    [[ $(id -u) != 0 ]] || chmod 711 "$dir"
}

# Readable for the gateway, where it has an account.
for_the_gateway() {
    if [[ $(id -u) == 0 ]] && getent group "$gateway" >/dev/null; then
        chgrp "$gateway" "$2"
        chmod "$1" "$2"
    fi
}

# The folder of the keys of those stations that may call.
make_stations() {
    mkdir -p "$1/stations"
    for_the_gateway 750 "$1/stations"
}
