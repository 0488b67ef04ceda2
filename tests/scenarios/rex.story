# The way out needs no badge; while the alarm is set it lets out all the same, and is an alarm (D7, L10).

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

06:00:00 start
    06:00:00.000 recorded controller.started
    06:00:00.000 strike entrance off
    06:00:00.000 strike server off
    06:00:00.000 strike goods-gate off
    06:00:00.000 set output building off
    06:00:00.000 recorded alarm.exit_delay building
    06:00:00.000 sounder building exit-delay
    06:00:00.000 show entrance-in exit-delay
    06:00:00.000 show entrance-out exit-delay
06:00:10 badge anna entrance-in
    06:00:10.000 recorded alarm.cancelled entrance building anna
    06:00:10.000 sounder building off
    06:00:10.000 show entrance-in quiet
    06:00:10.000 show entrance-out quiet
    06:00:10.000 recorded access.granted entrance-in anna grant
    06:00:10.000 recorded door.released entrance anna grant
    06:00:10.000 strike entrance on
    06:00:10.000 show entrance-in granted
06:00:11 contact entrance open
    06:00:11.000 recorded door.opened entrance grant
    06:00:11.000 recorded occupancy.entered entrance-in anna inside 1
06:00:12 contact entrance closed
    06:00:12.000 recorded door.closed entrance
    06:00:12.000 recorded door.locked entrance
    06:00:12.000 strike entrance off
06:00:20 rex server pressed
    06:00:20.000 recorded door.rex server
06:00:20.300 rex server released
06:00:22 contact server open
    06:00:22.000 recorded door.opened server rex
06:00:24 contact server closed
    06:00:24.000 recorded door.closed server
06:00:30 badge anna entrance-out
    06:00:30.000 recorded access.granted entrance-out anna grant
    06:00:30.000 recorded door.released entrance anna grant
    06:00:30.000 strike entrance on
    06:00:30.000 show entrance-out last-one
06:00:31 contact entrance open
    06:00:31.000 recorded door.opened entrance grant
    06:00:31.000 recorded occupancy.left entrance-out anna inside 0
06:00:32 contact entrance closed
    06:00:32.000 recorded door.closed entrance
    06:00:32.000 recorded door.locked entrance
    06:00:32.000 strike entrance off
06:01:40 rex entrance pressed
    06:00:32.100 recorded alarm.exit_delay building
    06:00:32.100 sounder building exit-delay
    06:00:32.100 show entrance-in exit-delay
    06:00:32.100 show entrance-out exit-delay
    06:01:32.100 recorded alarm.set building
    06:01:32.100 set output building on
    06:01:32.100 sounder building off
    06:01:32.100 show entrance-in set
    06:01:32.100 show entrance-out set
    06:01:40.000 recorded door.rex entrance
06:01:41 contact entrance open
    06:01:41.000 recorded door.opened entrance rex
    06:01:41.000 recorded occupancy.uncertain entrance building exit_request
    06:01:41.000 recorded alarm.raised entrance building door_opened INCIDENT
    06:01:41.000 sounder building alarm
06:01:43 contact entrance closed
    06:01:43.000 recorded door.closed entrance
06:01:44 rex entrance released
