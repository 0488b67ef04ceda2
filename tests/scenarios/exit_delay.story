# Whatever stirs during the exit delay cancels it; it is tried again after the next closing (L5).

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

18:00:00 start
    18:00:00.000 recorded controller.started
    18:00:00.000 strike entrance off
    18:00:00.000 strike server off
    18:00:00.000 strike goods-gate off
    18:00:00.000 set output building off
    18:00:00.000 recorded alarm.exit_delay building
    18:00:00.000 sounder building exit-delay
    18:00:00.000 show entrance-in exit-delay
    18:00:00.000 show entrance-out exit-delay
18:00:20 rex server pressed
    18:00:20.000 recorded door.rex server
    18:00:20.000 recorded occupancy.uncertain server building exit_delay_disturbed
    18:00:20.000 recorded alarm.cancelled server building exit_request
    18:00:20.000 sounder building off
    18:00:20.000 show entrance-in quiet
    18:00:20.000 show entrance-out quiet
18:00:21 rex server released
18:00:30 badge ben entrance-in
    18:00:30.000 recorded access.granted entrance-in ben grant
    18:00:30.000 recorded door.released entrance ben grant
    18:00:30.000 strike entrance on
    18:00:30.000 show entrance-in granted
18:00:31 contact entrance open
    18:00:31.000 recorded door.opened entrance grant
    18:00:31.000 recorded occupancy.entered entrance-in ben inside 1
18:00:33 contact entrance closed
    18:00:33.000 recorded door.closed entrance
    18:00:33.000 recorded door.locked entrance
    18:00:33.000 strike entrance off
18:00:40 badge ben entrance-out
    18:00:40.000 recorded access.granted entrance-out ben grant
    18:00:40.000 recorded door.released entrance ben grant
    18:00:40.000 strike entrance on
    18:00:40.000 show entrance-out last-one
18:00:41 contact entrance open
    18:00:41.000 recorded door.opened entrance grant
    18:00:41.000 recorded occupancy.left entrance-out ben inside 0
18:00:43 contact entrance closed
    18:00:43.000 recorded door.closed entrance
    18:00:43.000 recorded door.locked entrance
    18:00:43.000 strike entrance off
18:01:00 contact entrance open
    18:01:00.000 recorded door.forced entrance INCIDENT
    18:01:00.000 recorded occupancy.doubted entrance building forced
18:01:05 contact entrance closed
    18:01:05.000 recorded door.closed entrance
18:03:00 time
