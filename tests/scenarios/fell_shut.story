# Granted just before the door falls shut: it opens once more for whoever stands before it, and if nobody opens it, nobody knows (D2, O1, O4).

area building
room outside
room hall building
door entrance entrance outside hall
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna
person ben
person cem
person dora
key anna hall
key ben hall
key cem hall
key dora hall

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 set output building off
    08:00:00.000 recorded alarm.exit_delay building
    08:00:00.000 sounder building exit-delay
    08:00:00.000 show entrance-in exit-delay
    08:00:00.000 show entrance-out exit-delay
08:00:10 badge anna entrance-in
    08:00:10.000 recorded alarm.cancelled entrance building anna
    08:00:10.000 sounder building off
    08:00:10.000 show entrance-in quiet
    08:00:10.000 show entrance-out quiet
    08:00:10.000 recorded access.granted entrance-in anna grant
    08:00:10.000 recorded door.released entrance anna grant
    08:00:10.000 strike entrance on
    08:00:10.000 show entrance-in granted
08:00:11 contact entrance open
    08:00:11.000 recorded door.opened entrance grant
    08:00:11.000 recorded occupancy.entered entrance-in anna inside 1
08:00:14 badge ben entrance-in
    08:00:14.000 recorded access.granted entrance-in ben grant
    08:00:14.000 show entrance-in granted
    08:00:14.000 recorded occupancy.entered entrance-in ben inside 2
# It falls shut before Ben is through; he opens it again, and is counted once.
08:00:14.300 contact entrance closed
    08:00:14.300 recorded door.closed entrance
08:00:16 contact entrance open
    08:00:16.000 recorded door.opened entrance grant
08:00:18 contact entrance closed
    08:00:18.000 recorded door.closed entrance
    08:00:18.000 recorded door.locked entrance
    08:00:18.000 strike entrance off
# With a bounce it is the same.
08:01:10 badge cem entrance-in
    08:01:10.000 recorded access.granted entrance-in cem grant
    08:01:10.000 recorded door.released entrance cem grant
    08:01:10.000 strike entrance on
    08:01:10.000 show entrance-in granted
08:01:11 contact entrance open
    08:01:11.000 recorded door.opened entrance grant
    08:01:11.000 recorded occupancy.entered entrance-in cem inside 3
08:01:14 badge ben entrance-out
    08:01:14.000 recorded access.granted entrance-out ben grant
    08:01:14.000 show entrance-out granted
    08:01:14.000 recorded occupancy.left entrance-out ben inside 2
08:01:14.900 contact entrance closed
    08:01:14.900 recorded door.closed entrance
08:01:14.950 contact entrance open
    08:01:14.950 recorded door.opened entrance grant
08:01:15.050 contact entrance closed
    08:01:15.050 recorded door.closed entrance
08:01:17 contact entrance open
    08:01:17.000 recorded door.opened entrance grant
08:01:19 contact entrance closed
    08:01:19.000 recorded door.locked entrance
    08:01:19.000 strike entrance off
    08:01:19.000 recorded door.closed entrance
# A second is time enough to go through: locked at once, as ever.
08:02:10 badge ben entrance-in
    08:02:10.000 recorded access.granted entrance-in ben grant
    08:02:10.000 recorded door.released entrance ben grant
    08:02:10.000 strike entrance on
    08:02:10.000 show entrance-in granted
08:02:11 contact entrance open
    08:02:11.000 recorded door.opened entrance grant
    08:02:11.000 recorded occupancy.entered entrance-in ben inside 3
08:02:14 badge cem entrance-out
    08:02:14.000 recorded access.granted entrance-out cem grant
    08:02:14.000 show entrance-out granted
    08:02:14.000 recorded occupancy.left entrance-out cem inside 2
08:02:15 contact entrance closed
    08:02:15.000 recorded door.closed entrance
    08:02:15.000 recorded door.locked entrance
    08:02:15.000 strike entrance off
# Dora is counted at the open door, and does not open the one that fell shut: on which side is she?
08:03:10 badge cem entrance-in
    08:03:10.000 recorded access.granted entrance-in cem grant
    08:03:10.000 recorded door.released entrance cem grant
    08:03:10.000 strike entrance on
    08:03:10.000 show entrance-in granted
08:03:11 contact entrance open
    08:03:11.000 recorded door.opened entrance grant
    08:03:11.000 recorded occupancy.entered entrance-in cem inside 3
08:03:14 badge dora entrance-in
    08:03:14.000 recorded access.granted entrance-in dora grant
    08:03:14.000 show entrance-in granted
    08:03:14.000 recorded occupancy.entered entrance-in dora inside 4
08:03:14.999 contact entrance closed
    08:03:14.999 recorded door.closed entrance
08:04:00 time
    08:03:19.000 recorded door.locked entrance
    08:03:19.000 strike entrance off
    08:03:19.100 recorded occupancy.uncertain entrance building door_fell_shut
