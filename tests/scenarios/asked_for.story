# Assisted setting (L2): asked for three times within 10 s at the exit reader, by who has the right, while nobody else is inside.

area building assisted
room outside
room hall building
door entrance entrance outside hall
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna unset set
person ben
key anna hall
key ben hall

17:00:00 start
    17:00:00.000 recorded controller.started
    17:00:00.000 strike entrance off
    17:00:00.000 set output building off
17:00:10 badge anna entrance-in
    17:00:10.000 recorded access.granted entrance-in anna grant
    17:00:10.000 recorded door.released entrance anna grant
    17:00:10.000 strike entrance on
    17:00:10.000 show entrance-in granted
17:00:12 badge ben entrance-in
    17:00:12.000 recorded access.granted entrance-in ben grant
    17:00:12.000 show entrance-in granted
17:00:13 contact entrance open
    17:00:13.000 recorded door.opened entrance grant
    17:00:13.000 recorded occupancy.entered entrance-in anna inside 1
    17:00:13.000 recorded occupancy.entered entrance-in ben inside 2
17:00:15 contact entrance closed
    17:00:15.000 recorded door.closed entrance
    17:00:15.000 recorded door.locked entrance
    17:00:15.000 strike entrance off
# Somebody else is inside: refused.
17:01:00 badge anna entrance-out
    17:01:00.000 recorded access.granted entrance-out anna grant
    17:01:00.000 recorded door.released entrance anna grant
    17:01:00.000 strike entrance on
    17:01:00.000 show entrance-out granted
17:01:02 badge anna entrance-out
    17:01:02.000 recorded access.granted entrance-out anna grant
    17:01:02.000 show entrance-out granted
17:01:04 badge anna entrance-out
    17:01:04.000 recorded access.granted entrance-out anna grant
    17:01:04.000 recorded alarm.refused building anna somebody_inside "somebody_inside"
    17:01:04.000 show entrance-out denied
17:01:10 time
    17:01:09.000 recorded door.locked entrance
    17:01:09.000 strike entrance off
# Ben has no right to ask.
17:02:00 badge ben entrance-out
    17:02:00.000 recorded access.granted entrance-out ben grant
    17:02:00.000 recorded door.released entrance ben grant
    17:02:00.000 strike entrance on
    17:02:00.000 show entrance-out granted
17:02:02 badge ben entrance-out
    17:02:02.000 recorded access.granted entrance-out ben grant
    17:02:02.000 show entrance-out granted
17:02:04 badge ben entrance-out
    17:02:04.000 recorded access.granted entrance-out ben grant
    17:02:04.000 show entrance-out granted
17:02:05 contact entrance open
    17:02:05.000 recorded door.opened entrance grant
    17:02:05.000 recorded occupancy.left entrance-out ben inside 1
17:02:07 contact entrance closed
    17:02:07.000 recorded door.closed entrance
    17:02:07.000 recorded door.locked entrance
    17:02:07.000 strike entrance off
# Too slow: the third comes 10 s and 1 ms after the first.
17:03:00 badge anna entrance-out
    17:03:00.000 recorded access.granted entrance-out anna grant
    17:03:00.000 recorded door.released entrance anna grant
    17:03:00.000 strike entrance on
    17:03:00.000 show entrance-out last-one
17:03:05 badge anna entrance-out
    17:03:05.000 recorded door.locked entrance
    17:03:05.000 strike entrance off
    17:03:05.000 recorded access.granted entrance-out anna grant
    17:03:05.000 recorded door.released entrance anna grant
    17:03:05.000 strike entrance on
    17:03:05.000 show entrance-out last-one
17:03:10.001 badge anna entrance-out
    17:03:10.000 recorded door.locked entrance
    17:03:10.000 strike entrance off
    17:03:10.001 recorded access.granted entrance-out anna grant
    17:03:10.001 recorded door.released entrance anna grant
    17:03:10.001 strike entrance on
    17:03:10.001 show entrance-out last-one
17:03:12 contact entrance open
    17:03:12.000 recorded door.opened entrance grant
    17:03:12.000 recorded occupancy.left entrance-out anna inside 0
17:03:14 contact entrance closed
    17:03:14.000 recorded door.closed entrance
    17:03:14.000 recorded door.locked entrance
    17:03:14.000 strike entrance off
17:03:30 badge anna entrance-in
    17:03:30.000 recorded access.granted entrance-in anna grant
    17:03:30.000 recorded door.released entrance anna grant
    17:03:30.000 strike entrance on
    17:03:30.000 show entrance-in granted
17:03:31 contact entrance open
    17:03:31.000 recorded door.opened entrance grant
    17:03:31.000 recorded occupancy.entered entrance-in anna inside 1
17:03:33 contact entrance closed
    17:03:33.000 recorded door.closed entrance
    17:03:33.000 recorded door.locked entrance
    17:03:33.000 strike entrance off
# In time: it begins when the door has closed behind her.
17:04:00 badge anna entrance-out
    17:04:00.000 recorded access.granted entrance-out anna grant
    17:04:00.000 recorded door.released entrance anna grant
    17:04:00.000 strike entrance on
    17:04:00.000 show entrance-out last-one
17:04:05 badge anna entrance-out
    17:04:05.000 recorded door.locked entrance
    17:04:05.000 strike entrance off
    17:04:05.000 recorded access.granted entrance-out anna grant
    17:04:05.000 recorded door.released entrance anna grant
    17:04:05.000 strike entrance on
    17:04:05.000 show entrance-out last-one
17:04:10 badge anna entrance-out
    17:04:10.000 recorded door.locked entrance
    17:04:10.000 strike entrance off
    17:04:10.000 recorded access.granted entrance-out anna grant
    17:04:10.000 recorded door.released entrance anna grant
    17:04:10.000 strike entrance on
    17:04:10.000 show entrance-out last-one
17:04:11 contact entrance open
    17:04:11.000 recorded door.opened entrance grant
    17:04:11.000 recorded occupancy.left entrance-out anna inside 0
17:04:13 contact entrance closed
    17:04:13.000 recorded door.closed entrance
    17:04:13.000 recorded door.locked entrance
    17:04:13.000 strike entrance off
17:06:00 time
    17:04:13.100 recorded alarm.exit_delay building
    17:04:13.100 sounder building exit-delay
    17:04:13.100 show entrance-in exit-delay
    17:04:13.100 show entrance-out exit-delay
    17:05:13.100 recorded alarm.set building
    17:05:13.100 set output building on
    17:05:13.100 sounder building off
    17:05:13.100 show entrance-in set
    17:05:13.100 show entrance-out set
