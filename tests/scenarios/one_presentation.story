# A badge that is held at the reader is one presentation, also when another is read between; after a second it is another (A4).

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

09:00:00 start
    09:00:00.000 recorded controller.started
    09:00:00.000 strike entrance off
    09:00:00.000 strike server off
    09:00:00.000 strike goods-gate off
    09:00:00.000 set output building off
    09:00:00.000 recorded alarm.exit_delay building
    09:00:00.000 sounder building exit-delay
    09:00:00.000 show entrance-in exit-delay
    09:00:00.000 show entrance-out exit-delay
09:10:00 badge ben server-in
    09:01:00.000 recorded alarm.set building
    09:01:00.000 set output building on
    09:01:00.000 sounder building off
    09:01:00.000 show entrance-in set
    09:01:00.000 show entrance-out set
    09:10:00.000 recorded access.denied server-in ben no_key
    09:10:00.000 show server-in denied
09:10:00.999 badge ben server-in
09:10:01.999 badge ben server-in
09:10:03 badge ben server-in
    09:10:03.000 recorded access.denied server-in ben no_key
    09:10:03.000 show server-in denied
09:10:03.500 badge cem server-in
    09:10:03.500 recorded access.denied server-in cem no_key
    09:10:03.500 show server-in denied
# Ben was read at 3.0: his and Cem's badge by turns are one presentation of each, as long as neither is away for a second.
09:10:03.900 badge ben server-in
09:10:04.400 badge cem server-in
09:10:04.900 badge ben server-in
09:10:05.900 badge ben server-in
09:10:06.901 badge ben server-in
    09:10:06.901 recorded access.denied server-in ben no_key
    09:10:06.901 show server-in denied
# Nine in one second: the one longest ago is new again.
09:20:00 stranger 1 server-in
    09:20:00.000 recorded access.denied server-in badge_unknown "number ends in 01"
    09:20:00.000 show server-in denied
09:20:00.050 stranger 2 server-in
    09:20:00.050 recorded access.denied server-in badge_unknown "number ends in 02"
    09:20:00.050 show server-in denied
09:20:00.100 stranger 3 server-in
    09:20:00.100 recorded access.denied server-in badge_unknown "number ends in 03"
    09:20:00.100 show server-in denied
09:20:00.150 stranger 4 server-in
    09:20:00.150 recorded access.denied server-in badge_unknown "number ends in 04"
    09:20:00.150 show server-in denied
09:20:00.200 stranger 5 server-in
    09:20:00.200 recorded access.denied server-in badge_unknown "number ends in 05"
    09:20:00.200 show server-in denied
09:20:00.250 stranger 6 server-in
    09:20:00.250 recorded access.denied server-in badge_unknown "number ends in 06"
    09:20:00.250 show server-in denied
09:20:00.300 stranger 7 server-in
    09:20:00.300 recorded access.denied server-in badge_unknown "number ends in 07"
    09:20:00.300 show server-in denied
09:20:00.350 stranger 8 server-in
    09:20:00.350 recorded access.denied server-in badge_unknown "number ends in 08"
    09:20:00.350 show server-in denied
09:20:00.400 stranger 1 server-in
09:20:00.450 stranger 9 server-in
    09:20:00.450 recorded access.denied server-in badge_unknown "number ends in 09"
    09:20:00.450 show server-in denied
09:20:00.500 stranger 2 server-in
    09:20:00.500 recorded access.denied server-in badge_unknown "number ends in 02"
    09:20:00.500 show server-in denied
09:20:00.550 stranger 1 server-in
09:20:01 time
