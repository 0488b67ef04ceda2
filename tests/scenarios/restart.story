# A restart unsets nothing, forgets nobody and locks every strike (D3, L1, O2).

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
07:00:30 restart
    07:00:30.000 recorded controller.started
    07:00:30.000 strike entrance off
    07:00:30.000 strike server off
    07:00:30.000 strike goods-gate off
    07:00:30.000 set output building off
    07:00:30.000 sounder building exit-delay
    07:00:30.000 show entrance-in exit-delay
    07:00:30.000 show entrance-out exit-delay
07:02:00 restart
    07:01:30.000 recorded alarm.set building
    07:01:30.000 set output building on
    07:01:30.000 sounder building off
    07:01:30.000 show entrance-in set
    07:01:30.000 show entrance-out set
    07:02:00.000 recorded controller.started
    07:02:00.000 strike entrance off
    07:02:00.000 strike server off
    07:02:00.000 strike goods-gate off
    07:02:00.000 set output building on
07:03:00 badge ben entrance-in
    07:03:00.000 recorded access.denied entrance-in ben alarm_set
    07:03:00.000 show entrance-in set-refused
07:04:00 badge anna entrance-in
    07:04:00.000 recorded alarm.unset entrance building anna
    07:04:00.000 set output building off
    07:04:00.000 show entrance-in unset
    07:04:00.000 show entrance-out unset
    07:04:00.000 recorded access.granted entrance-in anna grant
    07:04:00.000 recorded door.released entrance anna grant
    07:04:00.000 strike entrance on
    07:04:00.000 show entrance-in granted
07:04:01 contact entrance open
    07:04:01.000 recorded door.opened entrance grant
    07:04:01.000 recorded occupancy.entered entrance-in anna inside 1
07:04:02 restart
    07:04:02.000 recorded controller.started
    07:04:02.000 strike entrance off
    07:04:02.000 strike server off
    07:04:02.000 strike goods-gate off
    07:04:02.000 set output building off
    07:04:02.000 recorded occupancy.uncertain entrance building unwatched
07:04:05 contact entrance closed
    07:04:05.000 recorded door.closed entrance
# Who went through the open door while nobody watched is not known: somebody looks, and says so.
07:04:30 correct certain - anna only me
    07:04:30.000 recorded occupancy.corrected building by anna "only me"
    07:04:30.000 answer done
07:05:00 badge anna entrance-out
    07:05:00.000 recorded access.granted entrance-out anna grant
    07:05:00.000 recorded door.released entrance anna grant
    07:05:00.000 strike entrance on
    07:05:00.000 show entrance-out last-one
07:05:01 stop
    07:05:01.000 recorded door.locked entrance
    07:05:01.000 strike entrance off
    07:05:01.000 recorded controller.stopped
# It was released when it was stopped: anna may be gone, and the count is not zero for certain.
07:05:30 restart
    07:05:30.000 recorded controller.started
    07:05:30.000 strike entrance off
    07:05:30.000 strike server off
    07:05:30.000 strike goods-gate off
    07:05:30.000 set output building off
    07:05:30.000 recorded occupancy.uncertain entrance building unwatched
07:06:00 badge anna entrance-out
    07:06:00.000 recorded access.granted entrance-out anna grant
    07:06:00.000 recorded door.released entrance anna grant
    07:06:00.000 strike entrance on
    07:06:00.000 show entrance-out last-one
07:06:01 contact entrance open
    07:06:01.000 recorded door.opened entrance grant
    07:06:01.000 recorded occupancy.left entrance-out anna inside 0
07:06:03 contact entrance closed
    07:06:03.000 recorded door.closed entrance
    07:06:03.000 recorded door.locked entrance
    07:06:03.000 strike entrance off
07:06:10 correct certain - anna all gone
    07:06:10.000 recorded occupancy.corrected building by anna "all gone"
    07:06:10.000 answer done
    07:06:10.000 recorded alarm.exit_delay building
    07:06:10.000 sounder building exit-delay
    07:06:10.000 show entrance-in exit-delay
    07:06:10.000 show entrance-out exit-delay
07:08:00 time
    07:07:10.000 recorded alarm.set building
    07:07:10.000 set output building on
    07:07:10.000 sounder building off
    07:07:10.000 show entrance-in set
    07:07:10.000 show entrance-out set
# It was opened while the controller was away: an alarm.
07:09:00 restart open
    07:09:00.000 recorded controller.started
    07:09:00.000 strike entrance off
    07:09:00.000 strike server off
    07:09:00.000 strike goods-gate off
    07:09:00.000 set output building on
    07:09:00.000 recorded alarm.raised building door_opened INCIDENT
    07:09:00.000 sounder building alarm
    07:09:00.000 recorded occupancy.uncertain entrance building unwatched
