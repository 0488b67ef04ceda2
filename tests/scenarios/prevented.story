# What prevents setting, every reason by name, and that it is tried again (L3, L5, D7, O6).

area building
room outside
room hall building
room warehouse building
door entrance entrance outside hall escape
door goods-gate goods outside warehouse
reader entrance-in entrance hall
reader entrance-out entrance outside
reader gate-in goods-gate warehouse
person anna unset set
person ben
key anna hall

07:00:00 start
    07:00:00.000 recorded controller.started
    07:00:00.000 strike entrance off
    07:00:00.000 strike goods-gate off
    07:00:00.000 set output building off
    07:00:00.000 recorded alarm.exit_delay building
    07:00:00.000 sounder building exit-delay
    07:00:00.000 show entrance-in exit-delay
    07:00:00.000 show entrance-out exit-delay
07:00:10 badge anna entrance-in
    07:00:10.000 recorded alarm.cancelled entrance building anna
    07:00:10.000 sounder building off
    07:00:10.000 show entrance-in quiet
    07:00:10.000 show entrance-out quiet
    07:00:10.000 recorded access.granted entrance-in anna grant
    07:00:10.000 recorded door.released entrance anna grant
    07:00:10.000 strike entrance on
    07:00:10.000 show entrance-in granted
07:00:11 contact entrance open
    07:00:11.000 recorded door.opened entrance grant
    07:00:11.000 recorded occupancy.entered entrance-in anna inside 1
07:00:13 contact entrance closed
    07:00:13.000 recorded door.closed entrance
    07:00:13.000 recorded door.locked entrance
    07:00:13.000 strike entrance off
# All of it at once. What an operator asked for and did not get is in the journal.
18:00:00 fault contact goods-gate
    18:00:00.000 recorded line.fault goods-gate contact_fault INCIDENT
18:00:01 fault strike goods-gate
    18:00:01.000 recorded line.fault goods-gate output_fault INCIDENT
18:00:02 fault reader entrance-out
    18:00:02.000 recorded line.fault entrance-out reader_fault INCIDENT
18:00:03 fault sounder building
    18:00:03.000 recorded line.fault building sounder_fault INCIDENT
18:00:04 lost-edges gate-in
    18:00:04.000 recorded reader.fault gate-in frame_gap
18:00:05 clock doubted
18:00:06 release entrance anna courier
    18:00:06.000 recorded door.released entrance release by anna "courier"
    18:00:06.000 strike entrance on
    18:00:06.000 answer done
18:00:07 contact entrance open
    18:00:07.000 recorded door.opened entrance release
    18:00:07.000 recorded occupancy.uncertain entrance building released
18:00:08 rex goods-gate pressed
    18:00:08.000 recorded door.rex goods-gate
18:00:20 set anna good night
    18:00:11.000 recorded door.locked entrance
    18:00:11.000 strike entrance off
    18:00:20.000 recorded alarm.refused building clock_not_trusted by anna "somebody_inside; occupancy_uncertain; door_open: entrance; exit_request_held: goods-gate; clock_not_trusted; reader_fault: entrance-out, gate-in; contact_fault: goods-gate; output_fault; sounder_fault"
    18:00:20.000 answer prevented
# One after the other it goes away.
18:01:00 contact entrance closed
    18:00:27.000 show entrance-in warning
    18:00:27.000 show entrance-out warning
    18:00:37.000 recorded door.held entrance 30 s INCIDENT
    18:01:00.000 recorded door.closed entrance
18:01:01 rex goods-gate released
18:01:02 mended contact goods-gate
    18:01:02.000 recorded line.clear goods-gate contact_fault
18:01:03 mended strike goods-gate
    18:01:03.000 recorded line.clear goods-gate output_fault
18:01:04 mended reader entrance-out
    18:01:04.000 recorded line.clear entrance-out reader_fault
18:01:05 clock trusted
18:01:20 set anna good night
    18:01:20.000 recorded alarm.refused building sounder_fault by anna "somebody_inside; occupancy_uncertain; reader_fault: gate-in; sounder_fault"
    18:01:20.000 answer prevented
18:02:00 correct certain - anna the courier has left
    18:02:00.000 recorded occupancy.corrected building by anna "the courier has left"
    18:02:00.000 answer done
18:02:10 badge anna entrance-out
    18:02:10.000 recorded access.granted entrance-out anna grant
    18:02:10.000 recorded door.released entrance anna grant
    18:02:10.000 strike entrance on
    18:02:10.000 show entrance-out last-one
18:02:11 contact entrance open
    18:02:11.000 recorded door.opened entrance grant
    18:02:11.000 recorded occupancy.left entrance-out anna inside 0
18:02:13 contact entrance closed
    18:02:13.000 recorded door.closed entrance
    18:02:13.000 recorded door.locked entrance
    18:02:13.000 strike entrance off
# Empty and certain, but for sounder and reader: after 5 min that is an incident with both reasons.
18:09:00 mended sounder building
    18:07:11.000 recorded alarm.prevented building sounder_fault "reader_fault: gate-in; sounder_fault" INCIDENT
    18:09:00.000 recorded line.clear building sounder_fault
# The reader has been quiet for 10 min: now it sets by itself.
18:20:00 time
    18:10:04.000 recorded alarm.exit_delay building
    18:10:04.000 sounder building exit-delay
    18:10:04.000 show entrance-in exit-delay
    18:10:04.000 show entrance-out exit-delay
    18:11:04.000 recorded alarm.set building
    18:11:04.000 set output building on
    18:11:04.000 sounder building off
    18:11:04.000 show entrance-in set
    18:11:04.000 show entrance-out set
# Unset and in again; a good frame ends a reader's fault before its time.
18:30:00 badge anna entrance-in
    18:30:00.000 recorded alarm.unset entrance building anna
    18:30:00.000 set output building off
    18:30:00.000 show entrance-in unset
    18:30:00.000 show entrance-out unset
    18:30:00.000 recorded access.granted entrance-in anna grant
    18:30:00.000 recorded door.released entrance anna grant
    18:30:00.000 strike entrance on
    18:30:00.000 show entrance-in granted
18:30:01 contact entrance open
    18:30:01.000 recorded door.opened entrance grant
    18:30:01.000 recorded occupancy.entered entrance-in anna inside 1
18:30:03 contact entrance closed
    18:30:03.000 recorded door.closed entrance
    18:30:03.000 recorded door.locked entrance
    18:30:03.000 strike entrance off
18:31:00 lost-edges entrance-out
    18:31:00.000 recorded reader.fault entrance-out frame_gap
18:32:00 badge anna entrance-out
    18:32:00.000 recorded access.granted entrance-out anna grant
    18:32:00.000 recorded door.released entrance anna grant
    18:32:00.000 strike entrance on
    18:32:00.000 show entrance-out last-one
18:32:01 contact entrance open
    18:32:01.000 recorded door.opened entrance grant
    18:32:01.000 recorded occupancy.left entrance-out anna inside 0
18:32:03 contact entrance closed
    18:32:03.000 recorded door.closed entrance
    18:32:03.000 recorded door.locked entrance
    18:32:03.000 strike entrance off
# The exit delay is disturbed by somebody whom a badge counts in and out again: it is tried again after each closing.
18:32:30 badge anna entrance-in
    18:32:03.100 recorded alarm.exit_delay building
    18:32:03.100 sounder building exit-delay
    18:32:03.100 show entrance-in exit-delay
    18:32:03.100 show entrance-out exit-delay
    18:32:30.000 recorded alarm.cancelled entrance building anna
    18:32:30.000 sounder building off
    18:32:30.000 show entrance-in quiet
    18:32:30.000 show entrance-out quiet
    18:32:30.000 recorded access.granted entrance-in anna grant
    18:32:30.000 recorded door.released entrance anna grant
    18:32:30.000 strike entrance on
    18:32:30.000 show entrance-in granted
18:32:31 contact entrance open
    18:32:31.000 recorded door.opened entrance grant
    18:32:31.000 recorded occupancy.entered entrance-in anna inside 1
18:32:33 contact entrance closed
    18:32:33.000 recorded door.closed entrance
    18:32:33.000 recorded door.locked entrance
    18:32:33.000 strike entrance off
18:32:40 badge anna entrance-out
    18:32:40.000 recorded access.granted entrance-out anna grant
    18:32:40.000 recorded door.released entrance anna grant
    18:32:40.000 strike entrance on
    18:32:40.000 show entrance-out last-one
18:32:41 contact entrance open
    18:32:41.000 recorded door.opened entrance grant
    18:32:41.000 recorded occupancy.left entrance-out anna inside 0
18:32:43 contact entrance closed
    18:32:43.000 recorded door.closed entrance
    18:32:43.000 recorded door.locked entrance
    18:32:43.000 strike entrance off
18:32:50 release entrance anna courier
    18:32:43.100 recorded alarm.exit_delay building
    18:32:43.100 sounder building exit-delay
    18:32:43.100 show entrance-in exit-delay
    18:32:43.100 show entrance-out exit-delay
    18:32:50.000 recorded door.released entrance release by anna "courier"
    18:32:50.000 strike entrance on
    18:32:50.000 answer done
    18:32:50.000 recorded alarm.cancelled building released
    18:32:50.000 sounder building off
    18:32:50.000 show entrance-in quiet
    18:32:50.000 show entrance-out quiet
18:32:56 time
    18:32:55.000 recorded door.locked entrance
    18:32:55.000 strike entrance off
    18:32:55.100 recorded alarm.exit_delay building
    18:32:55.100 sounder building exit-delay
    18:32:55.100 show entrance-in exit-delay
    18:32:55.100 show entrance-out exit-delay
18:34:00 time
    18:33:55.100 recorded alarm.set building
    18:33:55.100 set output building on
    18:33:55.100 sounder building off
    18:33:55.100 show entrance-in set
    18:33:55.100 show entrance-out set
# An untrusted clock alone prevents it too.
19:00:00 badge anna entrance-in
    19:00:00.000 recorded alarm.unset entrance building anna
    19:00:00.000 set output building off
    19:00:00.000 show entrance-in unset
    19:00:00.000 show entrance-out unset
    19:00:00.000 recorded access.granted entrance-in anna grant
    19:00:00.000 recorded door.released entrance anna grant
    19:00:00.000 strike entrance on
    19:00:00.000 show entrance-in granted
19:00:01 contact entrance open
    19:00:01.000 recorded door.opened entrance grant
    19:00:01.000 recorded occupancy.entered entrance-in anna inside 1
19:00:03 contact entrance closed
    19:00:03.000 recorded door.closed entrance
    19:00:03.000 recorded door.locked entrance
    19:00:03.000 strike entrance off
19:01:00 clock doubted
19:01:01 badge anna entrance-out
    19:01:01.000 recorded access.granted entrance-out anna grant
    19:01:01.000 recorded door.released entrance anna grant
    19:01:01.000 strike entrance on
    19:01:01.000 show entrance-out last-one
19:01:02 contact entrance open
    19:01:02.000 recorded door.opened entrance grant
    19:01:02.000 recorded occupancy.left entrance-out anna inside 0
19:01:04 contact entrance closed
    19:01:04.000 recorded door.closed entrance
    19:01:04.000 recorded door.locked entrance
    19:01:04.000 strike entrance off
19:01:10 set anna good night
    19:01:10.000 recorded alarm.refused building clock_not_trusted by anna "clock_not_trusted"
    19:01:10.000 answer prevented
19:08:00 clock trusted
    19:06:02.000 recorded alarm.prevented building clock_not_trusted "clock_not_trusted" INCIDENT
19:08:01 time
# Fourteen hours inside are long.
20:00:00 badge anna entrance-in
    20:00:00.000 recorded access.granted entrance-in anna grant
    20:00:00.000 recorded door.released entrance anna grant
    20:00:00.000 strike entrance on
    20:00:00.000 show entrance-in granted
20:00:01 contact entrance open
    20:00:01.000 recorded door.opened entrance grant
    20:00:01.000 recorded occupancy.entered entrance-in anna inside 1
20:00:03 contact entrance closed
    20:00:03.000 recorded door.closed entrance
    20:00:03.000 recorded door.locked entrance
    20:00:03.000 strike entrance off
34:00:00 time
34:02:00 time
    34:00:01.000 recorded occupancy.long entrance building anna
