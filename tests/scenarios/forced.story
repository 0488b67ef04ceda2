# A door that opens without a cause is forced; while the alarm is set it is an alarm (D5, L7).

area building
room outside
room hall building
room warehouse building
room server-room building
door entrance entrance outside hall escape
door server secure hall server-room
door goods-gate goods outside warehouse
reader entrance-in entrance hall
reader entrance-out entrance outside
reader server-in server server-room
reader gate-in goods-gate warehouse
reader gate-out goods-gate outside
person anna unset
person ben
person cem
key anna hall
key anna server-room
key ben hall
key cem hall
key cem warehouse goods-gate

06:00:00 start
    06:00:00.000 recorded controller.started
    06:00:00.000 strike entrance off
    06:00:00.000 strike server off
    06:00:00.000 strike goods-gate off
    06:00:00.000 set output building off
    06:00:00.000 recorded alarm.exit_delay building
    06:00:00.000 sounder building exit-delay
    06:00:00.000 show entrance-in exit-delay
    06:00:00.000 show entrance-out exit-delay
06:00:30 contact server open
    06:00:30.000 recorded door.forced server INCIDENT
    06:00:30.000 recorded occupancy.uncertain server building exit_delay_disturbed
    06:00:30.000 recorded alarm.cancelled server building forced
    06:00:30.000 sounder building off
    06:00:30.000 show entrance-in quiet
    06:00:30.000 show entrance-out quiet
06:00:40 contact server closed
    06:00:40.000 recorded door.closed server
# It makes the count uncertain (O4); when that is put right, the alarm sets.
06:00:50 correct certain - anna it was the wind
    06:00:50.000 recorded occupancy.corrected building by anna "it was the wind"
    06:00:50.000 answer done
    06:00:50.000 recorded alarm.exit_delay building
    06:00:50.000 sounder building exit-delay
    06:00:50.000 show entrance-in exit-delay
    06:00:50.000 show entrance-out exit-delay
06:03:00 time
    06:01:50.000 recorded alarm.set building
    06:01:50.000 set output building on
    06:01:50.000 sounder building off
    06:01:50.000 show entrance-in set
    06:01:50.000 show entrance-out set
06:05:00 contact goods-gate open
    06:05:00.000 recorded door.forced goods-gate INCIDENT
    06:05:00.000 recorded occupancy.uncertain goods-gate building forced
    06:05:00.000 recorded alarm.raised goods-gate building forced INCIDENT
    06:05:00.000 sounder building alarm
06:09:00 contact goods-gate closed
    06:06:20.000 show gate-in warning
    06:06:20.000 show gate-out warning
    06:07:00.000 recorded door.held goods-gate 120 s INCIDENT
    06:08:00.000 recorded alarm.silent building
    06:08:00.000 sounder building off
    06:09:00.000 recorded door.closed goods-gate
# Ben cannot get in; Anna unsets first, then her strike fires (L8).
06:10:00 badge ben entrance-in
    06:10:00.000 recorded access.denied entrance-in ben alarm_set
    06:10:00.000 show entrance-in set-refused
06:10:05 badge anna entrance-in
    06:10:05.000 recorded alarm.unset entrance building anna
    06:10:05.000 set output building off
    06:10:05.000 show entrance-in unset
    06:10:05.000 show entrance-out unset
    06:10:05.000 recorded access.granted entrance-in anna grant
    06:10:05.000 recorded door.released entrance anna grant
    06:10:05.000 strike entrance on
    06:10:05.000 show entrance-in granted
06:10:12 time
    06:10:10.000 recorded door.locked entrance
    06:10:10.000 strike entrance off
