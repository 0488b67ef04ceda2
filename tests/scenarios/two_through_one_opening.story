# Two persons through one opening are two passages, and a third who stays out is none (O1).

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
07:59:10 badge anna entrance-in
    07:59:00.000 recorded alarm.set building
    07:59:00.000 set output building on
    07:59:00.000 sounder building off
    07:59:00.000 show entrance-in set
    07:59:00.000 show entrance-out set
    07:59:10.000 recorded alarm.unset entrance building anna
    07:59:10.000 set output building off
    07:59:10.000 show entrance-in unset
    07:59:10.000 show entrance-out unset
    07:59:10.000 recorded access.granted entrance-in anna grant
    07:59:10.000 recorded door.released entrance anna grant
    07:59:10.000 strike entrance on
    07:59:10.000 show entrance-in granted
# Ben presents before the door opens, Cem while it is open, Ben a second time: one passage each.
07:59:12 badge ben entrance-in
    07:59:12.000 recorded access.granted entrance-in ben grant
    07:59:12.000 show entrance-in granted
07:59:13 contact entrance open
    07:59:13.000 recorded door.opened entrance grant
    07:59:13.000 recorded occupancy.entered entrance-in anna inside 1
    07:59:13.000 recorded occupancy.entered entrance-in ben inside 2
07:59:14 badge cem entrance-in
    07:59:14.000 recorded access.granted entrance-in cem grant
    07:59:14.000 show entrance-in granted
    07:59:14.000 recorded occupancy.entered entrance-in cem inside 3
07:59:15.500 badge ben entrance-in
    07:59:15.500 recorded access.granted entrance-in ben grant
    07:59:15.500 show entrance-in granted
    07:59:15.500 recorded occupancy.entered entrance-in ben inside 3
    07:59:15.500 recorded occupancy.uncertain entrance building entry_while_inside
07:59:17 contact entrance closed
    07:59:17.000 recorded door.closed entrance
    07:59:17.000 recorded door.locked entrance
    07:59:17.000 strike entrance off
# Out: both present, the door opens once.
12:00:00 badge ben entrance-out
    12:00:00.000 recorded access.granted entrance-out ben grant
    12:00:00.000 recorded door.released entrance ben grant
    12:00:00.000 strike entrance on
    12:00:00.000 show entrance-out granted
12:00:01.500 badge cem entrance-out
    12:00:01.500 recorded access.granted entrance-out cem grant
    12:00:01.500 show entrance-out granted
12:00:03 contact entrance open
    12:00:03.000 recorded door.opened entrance grant
    12:00:03.000 recorded occupancy.left entrance-out ben inside 2
    12:00:03.000 recorded occupancy.left entrance-out cem inside 1
12:00:05 contact entrance closed
    12:00:05.000 recorded door.closed entrance
    12:00:05.000 recorded door.locked entrance
    12:00:05.000 strike entrance off
# A grant without an opening changes nothing.
12:30:00 badge ben entrance-in
    12:30:00.000 recorded access.granted entrance-in ben grant
    12:30:00.000 recorded door.released entrance ben grant
    12:30:00.000 strike entrance on
    12:30:00.000 show entrance-in granted
12:30:10 time
    12:30:05.000 recorded door.locked entrance
    12:30:05.000 strike entrance off
# An opening within 100 ms after the strike has locked still belongs to the grant.
12:31:00 badge cem entrance-in
    12:31:00.000 recorded access.granted entrance-in cem grant
    12:31:00.000 recorded door.released entrance cem grant
    12:31:00.000 strike entrance on
    12:31:00.000 show entrance-in granted
12:31:05.050 contact entrance open
    12:31:05.000 recorded door.locked entrance
    12:31:05.000 strike entrance off
    12:31:05.050 recorded door.opened entrance grant
    12:31:05.050 recorded occupancy.entered entrance-in cem inside 2
12:31:06 contact entrance closed
    12:31:06.000 recorded door.closed entrance
