# Whoever unsets and does not come in leaves the building to set itself again (L2, O1).

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
06:30:00 badge anna entrance-in
    06:01:00.000 recorded alarm.set building
    06:01:00.000 set output building on
    06:01:00.000 sounder building off
    06:01:00.000 show entrance-in set
    06:01:00.000 show entrance-out set
    06:30:00.000 recorded alarm.unset entrance building anna
    06:30:00.000 set output building off
    06:30:00.000 show entrance-in unset
    06:30:00.000 show entrance-out unset
    06:30:00.000 recorded access.granted entrance-in anna grant
    06:30:00.000 recorded door.released entrance anna grant
    06:30:00.000 strike entrance on
    06:30:00.000 show entrance-in granted
06:40:00 time
    06:30:05.000 recorded door.locked entrance
    06:30:05.000 strike entrance off
    06:30:05.100 recorded alarm.exit_delay building
    06:30:05.100 sounder building exit-delay
    06:30:05.100 show entrance-in exit-delay
    06:30:05.100 show entrance-out exit-delay
    06:31:05.100 recorded alarm.set building
    06:31:05.100 set output building on
    06:31:05.100 sounder building off
    06:31:05.100 show entrance-in set
    06:31:05.100 show entrance-out set
