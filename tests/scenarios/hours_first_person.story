# A scheduled door that is free only when somebody has come (D10).

area building
room outside
room hall building
door entrance entrance outside hall
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna unset
schedule shop Mon-Fri 08:00-12:00 Mon-Fri 13:00-17:00
key anna hall
policy entrance 5 shop first-person

07:00:00 start
    07:00:00.000 recorded controller.started
    07:00:00.000 strike entrance off
    07:00:00.000 set output building off
    07:00:00.000 recorded alarm.exit_delay building
    07:00:00.000 sounder building exit-delay
    07:00:00.000 show entrance-in exit-delay
    07:00:00.000 show entrance-out exit-delay
# who comes before the hours is not the first of them; who leaves is not either
07:50:00 badge anna entrance-in
    07:01:00.000 recorded alarm.set building
    07:01:00.000 set output building on
    07:01:00.000 sounder building off
    07:01:00.000 show entrance-in set
    07:01:00.000 show entrance-out set
    07:50:00.000 recorded alarm.unset entrance building anna
    07:50:00.000 set output building off
    07:50:00.000 show entrance-in unset
    07:50:00.000 show entrance-out unset
    07:50:00.000 recorded access.granted entrance-in anna grant
    07:50:00.000 recorded door.released entrance anna grant
    07:50:00.000 strike entrance on
    07:50:00.000 show entrance-in granted
07:50:01 contact entrance open
    07:50:01.000 recorded door.opened entrance grant
    07:50:01.000 recorded occupancy.entered entrance-in anna inside 1
07:50:03 contact entrance closed
    07:50:03.000 recorded door.closed entrance
    07:50:03.000 recorded door.locked entrance
    07:50:03.000 strike entrance off
08:00:02 time
08:10:00 badge anna entrance-out
    08:10:00.000 recorded access.granted entrance-out anna grant
    08:10:00.000 recorded door.released entrance anna grant
    08:10:00.000 strike entrance on
    08:10:00.000 show entrance-out last-one
08:10:01 contact entrance open
    08:10:01.000 recorded door.opened entrance grant
    08:10:01.000 recorded occupancy.left entrance-out anna inside 0
08:10:03 contact entrance closed
    08:10:03.000 recorded door.closed entrance
    08:10:03.000 recorded door.locked entrance
    08:10:03.000 strike entrance off
08:10:20 badge anna entrance-in
    08:10:03.100 recorded alarm.exit_delay building
    08:10:03.100 sounder building exit-delay
    08:10:03.100 show entrance-in exit-delay
    08:10:03.100 show entrance-out exit-delay
    08:10:20.000 recorded alarm.cancelled entrance building anna
    08:10:20.000 sounder building off
    08:10:20.000 show entrance-in quiet
    08:10:20.000 show entrance-out quiet
    08:10:20.000 recorded access.granted entrance-in anna grant
    08:10:20.000 recorded door.released entrance anna grant
    08:10:20.000 strike entrance on
    08:10:20.000 show entrance-in granted
08:10:21 contact entrance open
    08:10:21.000 recorded door.opened entrance schedule
    08:10:21.000 recorded occupancy.entered entrance-in anna inside 1
08:10:24 contact entrance closed
    08:10:24.000 recorded door.closed entrance
# the next period wants its own; so does the time after a jump of the clock, and after a restart
12:00:02 time
    12:00:00.000 recorded door.locked entrance
    12:00:00.000 strike entrance off
13:00:02 time
13:05:00 badge anna entrance-in
    13:05:00.000 recorded access.granted entrance-in anna grant
    13:05:00.000 recorded door.released entrance anna grant
    13:05:00.000 strike entrance on
    13:05:00.000 show entrance-in granted
13:06:00 clock +30
13:06:02 time
13:07:00 clock +86400
13:07:02 time
    13:07:01.000 recorded door.locked entrance
    13:07:01.000 strike entrance off
13:08:00 badge anna entrance-in
    13:08:00.000 recorded access.granted entrance-in anna grant
    13:08:00.000 recorded door.released entrance anna grant
    13:08:00.000 strike entrance on
    13:08:00.000 show entrance-in granted
13:09:00 restart
    13:09:00.000 recorded controller.started
    13:09:00.000 strike entrance off
    13:09:00.000 set output building off
    13:09:00.000 recorded occupancy.uncertain entrance building unwatched
13:09:02 time
