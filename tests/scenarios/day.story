# A day from the first to the last, and the night (A1, A2, D1, D2, L1, L2, L8, O1, O2).

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

07:00:00 start
    07:00:00.000 recorded controller.started
    07:00:00.000 strike entrance off
    07:00:00.000 strike server off
    07:00:00.000 strike goods-gate off
    07:00:00.000 set output building off
    07:00:00.000 recorded alarm.exit_delay building
    07:00:00.000 sounder building exit-delay
    07:00:00.000 show entrance-in exit-delay
    07:00:00.000 show entrance-out exit-delay
07:58:00 time
    07:01:00.000 recorded alarm.set building
    07:01:00.000 set output building on
    07:01:00.000 sounder building off
    07:01:00.000 show entrance-in set
    07:01:00.000 show entrance-out set
07:58:05 badge ben entrance-in
    07:58:05.000 recorded access.denied entrance-in ben alarm_set
    07:58:05.000 show entrance-in set-refused
07:58:10 badge anna entrance-in
    07:58:10.000 recorded alarm.unset entrance building anna
    07:58:10.000 set output building off
    07:58:10.000 show entrance-in unset
    07:58:10.000 show entrance-out unset
    07:58:10.000 recorded access.granted entrance-in anna grant
    07:58:10.000 recorded door.released entrance anna grant
    07:58:10.000 strike entrance on
    07:58:10.000 show entrance-in granted
07:58:12 contact entrance open
    07:58:12.000 recorded door.opened entrance grant
    07:58:12.000 recorded occupancy.entered entrance-in anna inside 1
07:58:14 contact entrance closed
    07:58:14.000 recorded door.closed entrance
    07:58:14.000 recorded door.locked entrance
    07:58:14.000 strike entrance off
08:00:00 badge ben entrance-in
    08:00:00.000 recorded access.granted entrance-in ben grant
    08:00:00.000 recorded door.released entrance ben grant
    08:00:00.000 strike entrance on
    08:00:00.000 show entrance-in granted
08:00:02 contact entrance open
    08:00:02.000 recorded door.opened entrance grant
    08:00:02.000 recorded occupancy.entered entrance-in ben inside 2
08:00:04 contact entrance closed
    08:00:04.000 recorded door.closed entrance
    08:00:04.000 recorded door.locked entrance
    08:00:04.000 strike entrance off
09:00:00 badge ben server-in
    09:00:00.000 recorded access.denied server-in ben no_key
    09:00:00.000 show server-in denied
17:00:00 badge anna entrance-out
    17:00:00.000 recorded access.granted entrance-out anna grant
    17:00:00.000 recorded door.released entrance anna grant
    17:00:00.000 strike entrance on
    17:00:00.000 show entrance-out granted
17:00:01 contact entrance open
    17:00:01.000 recorded door.opened entrance grant
    17:00:01.000 recorded occupancy.left entrance-out anna inside 1
17:00:03 contact entrance closed
    17:00:03.000 recorded door.closed entrance
    17:00:03.000 recorded door.locked entrance
    17:00:03.000 strike entrance off
17:10:00 badge ben entrance-out
    17:10:00.000 recorded access.granted entrance-out ben grant
    17:10:00.000 recorded door.released entrance ben grant
    17:10:00.000 strike entrance on
    17:10:00.000 show entrance-out last-one
17:10:01 contact entrance open
    17:10:01.000 recorded door.opened entrance grant
    17:10:01.000 recorded occupancy.left entrance-out ben inside 0
17:10:03 contact entrance closed
    17:10:03.000 recorded door.closed entrance
    17:10:03.000 recorded door.locked entrance
    17:10:03.000 strike entrance off
17:12:00 badge ben entrance-in
    17:10:03.100 recorded alarm.exit_delay building
    17:10:03.100 sounder building exit-delay
    17:10:03.100 show entrance-in exit-delay
    17:10:03.100 show entrance-out exit-delay
    17:11:03.100 recorded alarm.set building
    17:11:03.100 set output building on
    17:11:03.100 sounder building off
    17:11:03.100 show entrance-in set
    17:11:03.100 show entrance-out set
    17:12:00.000 recorded access.denied entrance-in ben alarm_set
    17:12:00.000 show entrance-in set-refused
