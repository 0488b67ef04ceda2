# Whoever left the company or lost the badge gets out, and never in (A3, A11).

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

07:58:00 start
    07:58:00.000 recorded controller.started
    07:58:00.000 strike entrance off
    07:58:00.000 strike server off
    07:58:00.000 strike goods-gate off
    07:58:00.000 set output building off
    07:58:00.000 recorded alarm.exit_delay building
    07:58:00.000 sounder building exit-delay
    07:58:00.000 show entrance-in exit-delay
    07:58:00.000 show entrance-out exit-delay
08:00:00 badge anna entrance-in
    07:59:00.000 recorded alarm.set building
    07:59:00.000 set output building on
    07:59:00.000 sounder building off
    07:59:00.000 show entrance-in set
    07:59:00.000 show entrance-out set
    08:00:00.000 recorded alarm.unset entrance building anna
    08:00:00.000 set output building off
    08:00:00.000 show entrance-in unset
    08:00:00.000 show entrance-out unset
    08:00:00.000 recorded access.granted entrance-in anna grant
    08:00:00.000 recorded door.released entrance anna grant
    08:00:00.000 strike entrance on
    08:00:00.000 show entrance-in granted
08:00:01 contact entrance open
    08:00:01.000 recorded door.opened entrance grant
    08:00:01.000 recorded occupancy.entered entrance-in anna inside 1
08:00:03 badge ben entrance-in
    08:00:03.000 recorded access.granted entrance-in ben grant
    08:00:03.000 show entrance-in granted
    08:00:03.000 recorded occupancy.entered entrance-in ben inside 2
08:00:04 contact entrance closed
    08:00:04.000 recorded door.closed entrance
    08:00:04.000 recorded door.locked entrance
    08:00:04.000 strike entrance off
10:00:00 exit ben
10:00:00 badge ben server-in
    10:00:00.000 recorded access.denied server-in ben person_exited INCIDENT
    10:00:00.000 show server-in denied
10:05:00 badge ben entrance-out
    10:05:00.000 recorded access.granted entrance-out ben grant
    10:05:00.000 recorded door.released entrance ben grant
    10:05:00.000 strike entrance on
    10:05:00.000 show entrance-out granted
10:05:01 contact entrance open
    10:05:01.000 recorded door.opened entrance grant
    10:05:01.000 recorded occupancy.left entrance-out ben inside 1
10:05:03 contact entrance closed
    10:05:03.000 recorded door.closed entrance
    10:05:03.000 recorded door.locked entrance
    10:05:03.000 strike entrance off
10:06:00 badge ben entrance-in
    10:06:00.000 recorded access.denied entrance-in ben person_exited INCIDENT
    10:06:00.000 show entrance-in denied
10:07:00 lost cem
10:07:00 badge cem entrance-in
    10:07:00.000 recorded access.denied entrance-in cem badge_lost INCIDENT
    10:07:00.000 show entrance-in denied
10:08:00 badge cem entrance-out
    10:08:00.000 recorded access.granted entrance-out cem grant INCIDENT
    10:08:00.000 recorded door.released entrance cem grant
    10:08:00.000 strike entrance on
    10:08:00.000 show entrance-out granted
10:08:10 time
    10:08:05.000 recorded door.locked entrance
    10:08:05.000 strike entrance off
10:09:00 stranger 60437 entrance-in
    10:09:00.000 recorded access.denied entrance-in badge_unknown "number ends in 37"
    10:09:00.000 show entrance-in denied
10:09:05 stranger 60437 entrance-out
    10:09:05.000 recorded access.denied entrance-out badge_unknown "number ends in 37"
    10:09:05.000 show entrance-out denied
