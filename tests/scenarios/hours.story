# A door that is free by a schedule, at all times locked outside its hours (D1, D9, D10).

room outside
room hall
room yard
door entrance entrance outside hall escape
door gate goods outside yard
reader entrance-in entrance hall
reader gate-in gate yard
person anna
key anna hall
schedule shop Mon-Fri 08:00-12:00 Mon-Fri 13:00-17:00 holiday 10:00-11:00
state SH
policy entrance 5 shop
# the database refuses this; should it come all the same, the door does not follow it
policy gate 5 shop

07:30:00 start
    07:30:00.000 recorded controller.started
    07:30:00.000 strike entrance off
    07:30:00.000 strike gate off
07:59:59.500 time
12:00:01 time
    08:00:00.000 recorded door.released entrance schedule
    08:00:00.000 strike entrance on
    12:00:00.000 recorded door.locked entrance
    12:00:00.000 strike entrance off
13:00:01 badge anna entrance-in
    13:00:00.000 recorded door.released entrance schedule
    13:00:00.000 strike entrance on
    13:00:01.000 recorded access.granted entrance-in anna grant
    13:00:01.000 show entrance-in granted
16:59:58 badge anna entrance-in
    16:59:58.000 recorded access.granted entrance-in anna grant
    16:59:58.000 show entrance-in granted
17:00:10 time
    17:00:03.000 recorded door.locked entrance
    17:00:03.000 strike entrance off
# other hours on Tuesday, Wednesday off
18:00:00 except shop 2026-03-03 06:00-07:00
18:00:01 holiday 2026-03-04
48:00:00 time
    30:00:00.000 recorded door.released entrance schedule
    30:00:00.000 strike entrance on
    31:00:00.000 recorded door.locked entrance
    31:00:00.000 strike entrance off
72:00:00 time
    58:00:00.000 recorded door.released entrance schedule
    58:00:00.000 strike entrance on
    59:00:00.000 recorded door.locked entrance
    59:00:00.000 strike entrance off
# Thursday: the schedule is changed while it is open, then taken away, then given again
80:00:30 time
    80:00:00.000 recorded door.released entrance schedule
    80:00:00.000 strike entrance on
81:00:00 schedule shop Mon-Fri 10:00-12:00
    81:00:00.000 recorded door.locked entrance
    81:00:00.000 strike entrance off
82:00:30 policy entrance 5 none
    82:00:00.000 recorded door.released entrance schedule
    82:00:00.000 strike entrance on
    82:00:30.000 recorded door.locked entrance
    82:00:30.000 strike entrance off
83:00:00 policy entrance 5 shop
    83:00:00.000 recorded door.released entrance schedule
    83:00:00.000 strike entrance on
83:30:00 policy entrance 5 none
    83:30:00.000 recorded door.locked entrance
    83:30:00.000 strike entrance off
