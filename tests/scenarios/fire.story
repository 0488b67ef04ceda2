# Fire releases every escape door and stays latched until a person resets it with the input clear (D13).

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

10:00:00 start
    10:00:00.000 recorded controller.started
    10:00:00.000 strike entrance off
    10:00:00.000 strike server off
    10:00:00.000 strike goods-gate off
    10:00:00.000 set output building off
    10:00:00.000 recorded alarm.exit_delay building
    10:00:00.000 sounder building exit-delay
    10:00:00.000 show entrance-in exit-delay
    10:00:00.000 show entrance-out exit-delay
10:00:10 badge anna entrance-in
    10:00:10.000 recorded alarm.cancelled entrance building anna
    10:00:10.000 sounder building off
    10:00:10.000 show entrance-in quiet
    10:00:10.000 show entrance-out quiet
    10:00:10.000 recorded access.granted entrance-in anna grant
    10:00:10.000 recorded door.released entrance anna grant
    10:00:10.000 strike entrance on
    10:00:10.000 show entrance-in granted
10:00:11 contact entrance open
    10:00:11.000 recorded door.opened entrance grant
    10:00:11.000 recorded occupancy.entered entrance-in anna inside 1
10:00:12 contact entrance closed
    10:00:12.000 recorded door.closed entrance
    10:00:12.000 recorded door.locked entrance
    10:00:12.000 strike entrance off
10:15:00 fire on
    10:15:00.000 recorded fire.active INCIDENT
    10:15:00.000 recorded occupancy.uncertain building fire
    10:15:00.000 recorded door.released entrance fire
    10:15:00.000 strike entrance on
10:15:30 contact entrance open
    10:15:30.000 recorded door.opened entrance fire
10:15:50 contact entrance closed
    10:15:50.000 recorded door.closed entrance
10:16:00 release entrance anna for the fire brigade
    10:16:00.000 answer already_open
10:16:01 release server anna for the fire brigade
    10:16:01.000 recorded door.released server release by anna "for the fire brigade"
    10:16:01.000 strike server on
    10:16:01.000 answer done
10:16:10 reset anna too early
    10:16:06.000 recorded door.locked server
    10:16:06.000 strike server off
    10:16:10.000 answer fire_still_active
10:20:00 fire off
    10:20:00.000 recorded fire.clear
10:21:00 restart
    10:21:00.000 recorded controller.started
    10:21:00.000 recorded door.released entrance fire
    10:21:00.000 strike entrance on
    10:21:00.000 strike server off
    10:21:00.000 strike goods-gate off
    10:21:00.000 set output building off
    10:21:00.000 recorded occupancy.doubted entrance building unwatched
10:25:00 reset anna false alarm, burnt toast
    10:25:00.000 recorded fire.reset by anna "false alarm, burnt toast"
    10:25:00.000 recorded door.locked entrance
    10:25:00.000 strike entrance off
    10:25:00.000 answer done
10:25:01 reset anna again
    10:25:01.000 answer no_fire
