# What makes the count uncertain, what prevents setting, and how people put it right (O4, O5, L3).

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
person anna unset set
person ben
person cem
key anna hall
key anna server-room
key ben hall
key cem hall
key cem warehouse goods-gate

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 strike server off
    08:00:00.000 strike goods-gate off
    08:00:00.000 set output building off
    08:00:00.000 recorded alarm.exit_delay building
    08:00:00.000 sounder building exit-delay
    08:00:00.000 show entrance-in exit-delay
    08:00:00.000 show entrance-out exit-delay
08:00:10 badge anna entrance-in
    08:00:10.000 recorded alarm.cancelled entrance building anna
    08:00:10.000 sounder building off
    08:00:10.000 show entrance-in quiet
    08:00:10.000 show entrance-out quiet
    08:00:10.000 recorded access.granted entrance-in anna grant
    08:00:10.000 recorded door.released entrance anna grant
    08:00:10.000 strike entrance on
    08:00:10.000 show entrance-in granted
08:00:11 contact entrance open
    08:00:11.000 recorded door.opened entrance grant
    08:00:11.000 recorded occupancy.entered entrance-in anna inside 1
08:00:13 contact entrance closed
    08:00:13.000 recorded door.closed entrance
    08:00:13.000 recorded door.locked entrance
    08:00:13.000 strike entrance off
# A driver comes in through the gate; nobody knows whether he is still there.
09:30:20 release goods-gate anna parcels
    09:30:20.000 recorded door.released goods-gate release by anna "parcels"
    09:30:20.000 strike goods-gate on
    09:30:20.000 answer done
09:30:21 contact goods-gate open
    09:30:21.000 recorded door.opened goods-gate release
    09:30:21.000 recorded occupancy.uncertain goods-gate building released
09:30:50 contact goods-gate closed
    09:30:25.000 recorded door.locked goods-gate
    09:30:25.000 strike goods-gate off
    09:30:50.000 recorded door.closed goods-gate
# An opening by badge is no reason to doubt.
09:40:00 badge cem gate-in
    09:40:00.000 recorded access.granted gate-in cem grant
    09:40:00.000 recorded door.released goods-gate cem grant
    09:40:00.000 strike goods-gate on
    09:40:00.000 show gate-in granted
09:40:01 contact goods-gate open
    09:40:01.000 recorded door.opened goods-gate grant
    09:40:01.000 recorded occupancy.entered gate-in cem inside 2
09:40:05 contact goods-gate closed
    09:40:05.000 recorded door.locked goods-gate
    09:40:05.000 strike goods-gate off
    09:40:05.000 recorded door.closed goods-gate
17:00:00 badge cem entrance-out
    17:00:00.000 recorded access.granted entrance-out cem grant
    17:00:00.000 recorded door.released entrance cem grant
    17:00:00.000 strike entrance on
    17:00:00.000 show entrance-out granted
17:00:01 contact entrance open
    17:00:01.000 recorded door.opened entrance grant
    17:00:01.000 recorded occupancy.left entrance-out cem inside 1
17:00:03 contact entrance closed
    17:00:03.000 recorded door.closed entrance
    17:00:03.000 recorded door.locked entrance
    17:00:03.000 strike entrance off
17:01:00 badge anna entrance-out
    17:01:00.000 recorded access.granted entrance-out anna grant
    17:01:00.000 recorded door.released entrance anna grant
    17:01:00.000 strike entrance on
    17:01:00.000 show entrance-out last-one
17:01:01 contact entrance open
    17:01:01.000 recorded door.opened entrance grant
    17:01:01.000 recorded occupancy.left entrance-out anna inside 0
17:01:03 contact entrance closed
    17:01:03.000 recorded door.closed entrance
    17:01:03.000 recorded door.locked entrance
    17:01:03.000 strike entrance off
# Empty, but not for certain: it does not set, and after 5 min that is an incident.
17:07:00 set anna good night
    17:06:01.000 recorded alarm.prevented building occupancy_uncertain "occupancy_uncertain" INCIDENT
    17:07:00.000 recorded alarm.refused building occupancy_uncertain by anna "occupancy_uncertain"
    17:07:00.000 answer prevented
17:08:00 correct certain - anna the driver left with the van
    17:08:00.000 recorded occupancy.corrected building by anna "the driver left with the van"
    17:08:00.000 answer done
    17:08:00.000 recorded alarm.exit_delay building
    17:08:00.000 sounder building exit-delay
    17:08:00.000 show entrance-in exit-delay
    17:08:00.000 show entrance-out exit-delay
17:10:00 time
    17:09:00.000 recorded alarm.set building
    17:09:00.000 set output building on
    17:09:00.000 sounder building off
    17:09:00.000 show entrance-in set
    17:09:00.000 show entrance-out set
# Whoever has the right declares the building empty on leaving: three times at the exit reader.
18:00:00 badge anna entrance-in
    18:00:00.000 recorded alarm.unset entrance building anna
    18:00:00.000 set output building off
    18:00:00.000 show entrance-in unset
    18:00:00.000 show entrance-out unset
    18:00:00.000 recorded access.granted entrance-in anna grant
    18:00:00.000 recorded door.released entrance anna grant
    18:00:00.000 strike entrance on
    18:00:00.000 show entrance-in granted
18:00:01 contact entrance open
    18:00:01.000 recorded door.opened entrance grant
    18:00:01.000 recorded occupancy.entered entrance-in anna inside 1
18:00:02 badge ben entrance-in
    18:00:02.000 recorded access.granted entrance-in ben grant
    18:00:02.000 show entrance-in granted
    18:00:02.000 recorded occupancy.entered entrance-in ben inside 2
18:00:03 contact entrance closed
    18:00:03.000 recorded door.closed entrance
    18:00:03.000 recorded door.locked entrance
    18:00:03.000 strike entrance off
18:01:00 rex entrance pressed
    18:01:00.000 recorded door.rex entrance
18:01:01 contact entrance open
    18:01:01.000 recorded door.opened entrance rex
    18:01:01.000 recorded occupancy.uncertain entrance building exit_request
18:01:03 contact entrance closed
    18:01:03.000 recorded door.closed entrance
18:01:04 rex entrance released
18:05:00 badge anna entrance-out
    18:05:00.000 recorded access.granted entrance-out anna grant
    18:05:00.000 recorded door.released entrance anna grant
    18:05:00.000 strike entrance on
    18:05:00.000 show entrance-out granted
18:05:02 badge anna entrance-out
    18:05:02.000 recorded access.granted entrance-out anna grant
    18:05:02.000 show entrance-out granted
18:05:04 badge anna entrance-out
    18:05:04.000 recorded access.granted entrance-out anna grant
    18:05:04.000 recorded occupancy.left building ben inside 1
    18:05:04.000 recorded occupancy.corrected entrance-out anna
    18:05:04.000 show entrance-out last-one
18:05:05 contact entrance open
    18:05:05.000 recorded door.opened entrance grant
    18:05:05.000 recorded occupancy.left entrance-out anna inside 0
18:05:07 contact entrance closed
    18:05:07.000 recorded door.closed entrance
    18:05:07.000 recorded door.locked entrance
    18:05:07.000 strike entrance off
18:07:00 time
    18:05:07.100 recorded alarm.exit_delay building
    18:05:07.100 sounder building exit-delay
    18:05:07.100 show entrance-in exit-delay
    18:05:07.100 show entrance-out exit-delay
    18:06:07.100 recorded alarm.set building
    18:06:07.100 set output building on
    18:06:07.100 sounder building off
    18:06:07.100 show entrance-in set
    18:06:07.100 show entrance-out set
