# Any three presentations within 10 s ask or declare, not only three that begin with the first (O5, L2).

area building assisted
room outside
room hall building
door entrance entrance outside hall
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna unset set
person ben
key anna hall

17:00:00 start
    17:00:00.000 recorded controller.started
    17:00:00.000 strike entrance off
    17:00:00.000 set output building off
# One long ago, then three: the last of them asks.
17:00:00 badge anna entrance-out
    17:00:00.000 recorded access.granted entrance-out anna grant
    17:00:00.000 recorded door.released entrance anna grant
    17:00:00.000 strike entrance on
    17:00:00.000 show entrance-out granted
17:00:09 badge anna entrance-out
    17:00:05.000 recorded door.locked entrance
    17:00:05.000 strike entrance off
    17:00:09.000 recorded access.granted entrance-out anna grant
    17:00:09.000 recorded door.released entrance anna grant
    17:00:09.000 strike entrance on
    17:00:09.000 show entrance-out granted
17:00:11 badge anna entrance-out
    17:00:11.000 recorded access.granted entrance-out anna grant
    17:00:11.000 show entrance-out granted
17:00:12.500 badge anna entrance-out
    17:00:12.500 recorded access.granted entrance-out anna grant
    17:00:12.500 show entrance-out granted
17:02:00 unset anna not yet
    17:00:17.500 recorded door.locked entrance
    17:00:17.500 strike entrance off
    17:00:17.600 recorded alarm.exit_delay building
    17:00:17.600 sounder building exit-delay
    17:00:17.600 show entrance-in exit-delay
    17:00:17.600 show entrance-out exit-delay
    17:01:17.600 recorded alarm.set building
    17:01:17.600 set output building on
    17:01:17.600 sounder building off
    17:01:17.600 show entrance-in set
    17:01:17.600 show entrance-out set
    17:02:00.000 recorded alarm.unset building by anna "not yet"
    17:02:00.000 set output building off
    17:02:00.000 show entrance-in unset
    17:02:00.000 show entrance-out unset
    17:02:00.000 answer done
# What has asked does not count again: two more are two.
17:20:00 badge anna entrance-out
    17:20:00.000 recorded access.granted entrance-out anna grant
    17:20:00.000 recorded door.released entrance anna grant
    17:20:00.000 strike entrance on
    17:20:00.000 show entrance-out granted
17:20:02 badge anna entrance-out
    17:20:02.000 recorded access.granted entrance-out anna grant
    17:20:02.000 show entrance-out granted
17:20:04 badge anna entrance-out
    17:20:04.000 recorded access.granted entrance-out anna grant
    17:20:04.000 show entrance-out granted
17:20:06 badge anna entrance-out
    17:20:06.000 recorded access.granted entrance-out anna grant
    17:20:06.000 show entrance-out granted
17:20:08 badge anna entrance-out
    17:20:08.000 recorded access.granted entrance-out anna grant
    17:20:08.000 show entrance-out granted
17:22:00 unset anna not yet
    17:20:13.000 recorded door.locked entrance
    17:20:13.000 strike entrance off
    17:20:13.100 recorded alarm.exit_delay building
    17:20:13.100 sounder building exit-delay
    17:20:13.100 show entrance-in exit-delay
    17:20:13.100 show entrance-out exit-delay
    17:21:13.100 recorded alarm.set building
    17:21:13.100 set output building on
    17:21:13.100 sounder building off
    17:21:13.100 show entrance-in set
    17:21:13.100 show entrance-out set
    17:22:00.000 recorded alarm.unset building by anna "not yet"
    17:22:00.000 set output building off
    17:22:00.000 show entrance-in unset
    17:22:00.000 show entrance-out unset
    17:22:00.000 answer done
# Exactly 10 s, and a millisecond more.
17:40:00 badge anna entrance-out
    17:40:00.000 recorded access.granted entrance-out anna grant
    17:40:00.000 recorded door.released entrance anna grant
    17:40:00.000 strike entrance on
    17:40:00.000 show entrance-out granted
17:40:05 badge anna entrance-out
    17:40:05.000 recorded door.locked entrance
    17:40:05.000 strike entrance off
    17:40:05.000 recorded access.granted entrance-out anna grant
    17:40:05.000 recorded door.released entrance anna grant
    17:40:05.000 strike entrance on
    17:40:05.000 show entrance-out granted
17:40:10.001 badge anna entrance-out
    17:40:10.000 recorded door.locked entrance
    17:40:10.000 strike entrance off
    17:40:10.001 recorded access.granted entrance-out anna grant
    17:40:10.001 recorded door.released entrance anna grant
    17:40:10.001 strike entrance on
    17:40:10.001 show entrance-out granted
17:40:15 badge anna entrance-out
    17:40:15.000 recorded access.granted entrance-out anna grant
    17:40:15.000 show entrance-out granted
17:42:00 unset anna not yet
    17:40:20.000 recorded door.locked entrance
    17:40:20.000 strike entrance off
    17:40:20.100 recorded alarm.exit_delay building
    17:40:20.100 sounder building exit-delay
    17:40:20.100 show entrance-in exit-delay
    17:40:20.100 show entrance-out exit-delay
    17:41:20.100 recorded alarm.set building
    17:41:20.100 set output building on
    17:41:20.100 sounder building off
    17:41:20.100 show entrance-in set
    17:41:20.100 show entrance-out set
    17:42:00.000 recorded alarm.unset building by anna "not yet"
    17:42:00.000 set output building off
    17:42:00.000 show entrance-in unset
    17:42:00.000 show entrance-out unset
    17:42:00.000 answer done
# Somebody between begins anew.
17:50:00 badge anna entrance-out
    17:50:00.000 recorded access.granted entrance-out anna grant
    17:50:00.000 recorded door.released entrance anna grant
    17:50:00.000 strike entrance on
    17:50:00.000 show entrance-out granted
17:50:02 badge anna entrance-out
    17:50:02.000 recorded access.granted entrance-out anna grant
    17:50:02.000 show entrance-out granted
17:50:04 badge ben entrance-out
    17:50:04.000 recorded access.granted entrance-out ben grant
    17:50:04.000 show entrance-out granted
17:50:06 badge anna entrance-out
    17:50:06.000 recorded access.granted entrance-out anna grant
    17:50:06.000 show entrance-out granted
17:52:00 time
    17:50:11.000 recorded door.locked entrance
    17:50:11.000 strike entrance off
