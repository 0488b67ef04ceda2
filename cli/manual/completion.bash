
# ---- from here on the same whatever the commands are (cli/manual/completion.bash) ----

# Names that only the controller knows; nothing where it does not answer at once.
_zutritt_ask() {
    timeout 2 zutritt "${_zutritt_socket[@]}" "$@" 2>/dev/null
}

# Values of a member of the answer, one a line; such with a backslash are left out rather than offered wrongly.
_zutritt_members() {
    _zutritt_ask "${@:2}" --json | grep -o "\"$1\":\"[^\"\\\\]*\"" | cut -d '"' -f 4 | sort -u
}

_zutritt_names() {
    case $1 in
        PERSON) _zutritt_members name person list ;;
        POSITION) _zutritt_members name position list ;;
        ROOM | 'ROOM[/DOOR]') _zutritt_members name room list ;;
        AREA) _zutritt_members area occupancy ;;
        DOOR) _zutritt_ask door list | awk 'NR > 1 { print $1 }' ;;
    esac
}

# Offers the lines on standard input that begin with what is typed, each quoted as the shell wants it.
_zutritt_offer() {
    local name typed
    typed=$(printf '%s' "$1" | sed "s/^[\"']//; s/\\\\\\(.\\)/\\1/g")
    while IFS= read -r name; do
        [[ $name != "$typed"* || -z $name ]] || COMPREPLY+=("$(printf '%q' "$name")")
    done
}

# _zutritt_value KIND TYPED: "=a b" are choices.
_zutritt_value() {
    case $1 in
        =*) mapfile -t COMPREPLY < <(compgen -W "${1#=}" -- "$2") ;;
        PATH) mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
        *) _zutritt_offer "$2" < <(_zutritt_names "$1") ;;
    esac
}

# The words that are typed already: sets noun, verb, count of arguments, and what the last option still wants.
_zutritt_read() {
    local word is_ended=no
    noun='' verb='' arguments=0 wants=''
    _zutritt_socket=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ -n $wants ]]; then
            [[ $wants != --socket ]] || _zutritt_socket=(--socket "$word")
            wants=''
        elif [[ $is_ended == no && $word == -- ]]; then
            is_ended=yes
        elif [[ $is_ended == no && $word == -?* ]]; then
            [[ -z ${_zutritt_values[$noun${verb:+ $verb} $word]-}${_zutritt_values[$word]-} ]] || wants=$word
        elif [[ -z $noun ]]; then
            noun=$word
        elif [[ -z $verb && $arguments -eq 0 && " ${_zutritt_verbs[$noun]-} " == *" $word "* ]]; then
            verb=$word
        else
            arguments=$((arguments + 1))
        fi
    done
}

_zutritt() {
    local noun verb arguments wants typed=${COMP_WORDS[COMP_CWORD]} _zutritt_socket command
    COMPREPLY=()
    _zutritt_read
    command=$noun${verb:+ $verb}
    if [[ -n $wants ]]; then
        _zutritt_value "${_zutritt_values[$command $wants]-${_zutritt_values[$wants]-}}" "$typed"
    elif [[ $typed == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${_zutritt_options[${command:-none}]-} $_zutritt_globals" -- "$typed")
    elif [[ -z $noun ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$_zutritt_nouns" -- "$typed")
    elif [[ -z $verb && $arguments -eq 0 && -n ${_zutritt_verbs[$noun]-} ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${_zutritt_verbs[$noun]}" -- "$typed")
    elif [[ -n ${_zutritt_arguments[$command $arguments]-} ]]; then
        _zutritt_value "${_zutritt_arguments[$command $arguments]}" "$typed"
    fi
}

complete -F _zutritt zutritt
