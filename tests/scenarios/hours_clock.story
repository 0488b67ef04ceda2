# Clocks and restarts of a scheduled door: never free by a clock that may be wrong, right at once (D10, D11).

room outside
room hall
door entrance entrance outside hall
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna
person ben
person cem
schedule shop Mon-Fri 08:00-17:00
key anna hall hours shop
key ben hall hours shop any-time
key cem hall
policy entrance 5 shop

09:00:00 start
    09:00:00.000 recorded controller.started
    09:00:00.000 strike entrance off
09:00:01 time
    09:00:00.000 recorded door.released entrance schedule
    09:00:00.000 strike entrance on
# the wall clock jumps into the night, and back
09:10:00 clock +36000
09:10:02 time
    09:10:01.000 recorded door.locked entrance
    09:10:01.000 strike entrance off
09:20:00 clock -36000
09:20:02 time
    09:20:01.000 recorded door.released entrance schedule
    09:20:01.000 strike entrance on
# a restart in business hours: free again at once; nobody knows the time: locked
09:30:00 restart
    09:30:00.000 recorded controller.started
    09:30:00.000 strike entrance off
09:30:01 time
    09:30:00.000 recorded door.released entrance schedule
    09:30:00.000 strike entrance on
09:40:00 clock doubted
09:40:02 restart
    09:40:01.000 recorded door.locked entrance
    09:40:01.000 strike entrance off
    09:40:02.000 recorded controller.started
    09:40:02.000 strike entrance off
09:40:03 badge anna entrance-in
    09:40:03.000 recorded access.denied entrance-in anna clock_not_trusted
    09:40:03.000 show entrance-in denied
09:40:12 badge ben entrance-in
    09:40:12.000 recorded access.granted entrance-in ben grant
    09:40:12.000 recorded door.released entrance ben grant
    09:40:12.000 strike entrance on
    09:40:12.000 show entrance-in granted
09:40:22 badge cem entrance-in
    09:40:17.000 recorded door.locked entrance
    09:40:17.000 strike entrance off
    09:40:22.000 recorded access.granted entrance-in cem grant
    09:40:22.000 recorded door.released entrance cem grant
    09:40:22.000 strike entrance on
    09:40:22.000 show entrance-in granted
09:40:32 badge anna entrance-out
    09:40:27.000 recorded door.locked entrance
    09:40:27.000 strike entrance off
    09:40:32.000 recorded access.granted entrance-out anna grant
    09:40:32.000 recorded door.released entrance anna grant
    09:40:32.000 strike entrance on
    09:40:32.000 show entrance-out granted
09:41:00 clock trusted
    09:40:37.000 recorded door.locked entrance
    09:40:37.000 strike entrance off
09:41:02 time
    09:41:00.100 recorded door.released entrance schedule
    09:41:00.100 strike entrance on
# outside hours and trusted: the key with hours is refused, any-time or not
17:10:00 badge ben entrance-in
    17:00:00.100 recorded door.locked entrance
    17:00:00.100 strike entrance off
    17:10:00.000 recorded access.denied entrance-in ben key_hours
    17:10:00.000 show entrance-in denied
17:10:10 badge anna entrance-in
    17:10:10.000 recorded access.denied entrance-in anna key_hours
    17:10:10.000 show entrance-in denied
17:10:20 badge cem entrance-in
    17:10:20.000 recorded access.granted entrance-in cem grant
    17:10:20.000 recorded door.released entrance cem grant
    17:10:20.000 strike entrance on
    17:10:20.000 show entrance-in granted
