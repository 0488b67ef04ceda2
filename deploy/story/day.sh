# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154,SC2015 # the files of the demo share their variables
# A working day in the example building, as a story. Every line is an act of a person or something that the witnesses
# (witness.sh) must say now; nothing else may happen.

# The building as the story knows it.
readonly AREA=building
readonly CONTACT_OPEN=high CONTACT_CLOSED=low BELL_PRESSED=low BELL_RESTING=high

tell_the_day() {
    before_dawn
    morning
    daytime
    evening
    finish_step
}

before_dawn() {
    step '05:30  Nobody is inside: the alarm has set itself over night.'
    up_to alarm.set building
    board area/building/alarm set
}

morning() {
    step '07:58  Anna Berger opens up: her badge unsets the alarm, then the strike lets go.'
    presents "${badge[Anna Berger]}" entrance-in
    journal alarm.unset building Anna Berger
    is_granted 'Anna Berger' entrance
    opens entrance grant
    journal occupancy.entered building Anna Berger
    closes entrance
    board area/building/alarm unset
    board area/building/occupancy 1

    step '08:10  Jonas, Mia and Ole come to work.'
    enters 'Jonas Weber' entrance
    enters 'Mia Scholz' entrance
    enters 'Ole Hansen' entrance
    board area/building/occupancy 4

    step '08:15  Jonas Weber goes to his office.'
    passes 'Jonas Weber' office-1-door office-1-in

    step '09:20  Ole Hansen tries the server room. He has no key; the door stays shut and says no more than no.'
    presents "${badge[Ole Hansen]}" server-room-in
    is_refused 'Ole Hansen' server-room-door no_key
}

daytime() {
    step '10:05  A delivery rings at the goods gate. The bell opens nothing; Anna Berger does, for one moment.'
    rings goods-gate
    does zutritt door release goods-gate --reason 'parcels, delivery note 4711'
    journal door.released goods-gate by Anna Berger '(release)'
    strike goods-gate on
    opens goods-gate release
    journal occupancy.uncertain building '(released)'
    closes goods-gate

    step '10:20  Nobody knows whether the driver is still inside. Anna Berger has seen him leave, and says so.'
    does zutritt occupancy correct --certain --reason 'the driver has left'
    journal occupancy.corrected building by Anna Berger

    step '11:00  Paula Stein is hired, and her badge works at once.'
    badge['Paula Stein']=42:1009
    does zutritt person hire 'Paula Stein' --position office --badge 42:1009
    journal person.hired Paula Stein by Anna Berger
    journal badge.assigned Paula Stein by Anna Berger
    journal key.issued Paula Stein by Anna Berger
    journal key.issued Paula Stein by Anna Berger
    journal key.requested Paula Stein by Anna Berger
    enters 'Paula Stein' entrance
    board area/building/occupancy 5

    step '11:30  Her third room is more than half of all there are: it waits for a second person, Max Roth.'
    tell=(does)
    approve_keys
    journal key.approved Paula Stein by Max Roth
    journal key.issued Paula Stein by Max Roth

    step '13:30  Jonas Weber leaves the company. No door lets him in any more, but he gets out.'
    does zutritt person exit 'Jonas Weber' --reason 'contract ended'
    journal person.exited Jonas Weber by Anna Berger
    journal key.revoked Jonas Weber by Anna Berger
    journal key.revoked Jonas Weber by Anna Berger
    journal key.revoked Jonas Weber by Anna Berger
    presents "${badge[Jonas Weber]}" office-1-in
    is_refused 'Jonas Weber' office-1-door person_exited
    leaves 'Jonas Weber' entrance
    board area/building/occupancy 4
}

evening() {
    step '17:00  Everybody goes home.'
    leaves 'Mia Scholz' entrance
    leaves 'Ole Hansen' entrance
    leaves 'Paula Stein' entrance
    board area/building/occupancy 1

    step '17:20  Anna Berger is the last. When the door has closed behind her, the alarm sets itself.'
    leaves 'Anna Berger' entrance
    journal alarm.exit_delay building
    journal alarm.set building
    board area/building/alarm set
    board area/building/occupancy 0

    step '18:05  Mia Scholz has forgotten her umbrella. She has no right to unset the alarm and is refused.'
    presents "${badge[Mia Scholz]}" entrance-in
    is_refused 'Mia Scholz' entrance alarm_set
}
