# The gate rings, a named employee releases it, for one moment; the second opening takes a second act (D9, D17).

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

09:00:00 start
    09:00:00.000 recorded controller.started
    09:00:00.000 strike entrance off
    09:00:00.000 strike server off
    09:00:00.000 strike goods-gate off
    09:00:00.000 set output building off
    09:00:00.000 recorded alarm.exit_delay building
    09:00:00.000 sounder building exit-delay
    09:00:00.000 show entrance-in exit-delay
    09:00:00.000 show entrance-out exit-delay
09:00:10 badge anna entrance-in
    09:00:10.000 recorded alarm.cancelled entrance building anna
    09:00:10.000 sounder building off
    09:00:10.000 show entrance-in quiet
    09:00:10.000 show entrance-out quiet
    09:00:10.000 recorded access.granted entrance-in anna grant
    09:00:10.000 recorded door.released entrance anna grant
    09:00:10.000 strike entrance on
    09:00:10.000 show entrance-in granted
09:00:11 contact entrance open
    09:00:11.000 recorded door.opened entrance grant
    09:00:11.000 recorded occupancy.entered entrance-in anna inside 1
09:00:13 contact entrance closed
    09:00:13.000 recorded door.closed entrance
    09:00:13.000 recorded door.locked entrance
    09:00:13.000 strike entrance off
09:30:00 bell goods-gate
    09:30:00.000 recorded door.bell goods-gate
09:30:20 release goods-gate cem parcels for DHL
    09:30:20.000 recorded door.released goods-gate release by cem "parcels for DHL"
    09:30:20.000 strike goods-gate on
    09:30:20.000 answer done
09:30:21 contact goods-gate open
    09:30:21.000 recorded door.opened goods-gate release
    09:30:21.000 recorded occupancy.uncertain goods-gate building released
09:31:40 contact goods-gate closed
    09:30:25.000 recorded door.locked goods-gate
    09:30:25.000 strike goods-gate off
    09:31:40.000 recorded door.closed goods-gate
09:32:00 contact goods-gate open
    09:32:00.000 recorded door.forced goods-gate INCIDENT
    09:32:00.000 recorded occupancy.doubted goods-gate building forced
09:32:10 contact goods-gate closed
    09:32:10.000 recorded door.closed goods-gate
09:33:00 release goods-gate cem second pallet
    09:33:00.000 recorded door.released goods-gate release by cem "second pallet"
    09:33:00.000 strike goods-gate on
    09:33:00.000 answer done
09:33:01 release goods-gate anna the same moment
    09:33:01.000 recorded door.released goods-gate release by anna "the same moment"
    09:33:01.000 answer done
09:33:10 time
    09:33:06.000 recorded door.locked goods-gate
    09:33:06.000 strike goods-gate off
# A key for the warehouse that names no door does not open the gate; one that names it does.
09:40:00 key ben warehouse
09:40:05 badge ben gate-in
    09:40:05.000 recorded access.denied gate-in ben key_names_no_door
    09:40:05.000 show gate-in denied
09:41:00 badge cem gate-in
    09:41:00.000 recorded access.granted gate-in cem grant
    09:41:00.000 recorded door.released goods-gate cem grant
    09:41:00.000 strike goods-gate on
    09:41:00.000 show gate-in granted
09:41:06 time
    09:41:05.000 recorded door.locked goods-gate
    09:41:05.000 strike goods-gate off
