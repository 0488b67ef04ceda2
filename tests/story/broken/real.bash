# Sourced by the stand-ins: real NAME is the program that they stand in front of.
real() {
    local here path
    here=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
    path=$(tr ':' '\n' <<<"$PATH" | grep -vxF "$here" | paste -sd :)
    PATH=$path command -v "$1"
}
