# What not a badge let in stays a doubt, whatever else is done in the same opening (O4, D5, L7).

area building
room outside
room hall building
room cellar building
door entrance entrance outside hall
door cellar office hall cellar
door hatch office outside cellar no-contact
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna unset set
person ben
key anna hall
key ben hall

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 strike cellar off
    08:00:00.000 strike hatch off
    08:00:00.000 set output building off
    08:00:00.000 recorded alarm.exit_delay building
    08:00:00.000 sounder building exit-delay
    08:00:00.000 show entrance-in exit-delay
    08:00:00.000 show entrance-out exit-delay
# A courier comes in together with an employee: the release comes first.
08:00:10 release entrance anna courier
    08:00:10.000 recorded door.released entrance release by anna "courier"
    08:00:10.000 strike entrance on
    08:00:10.000 answer done
    08:00:10.000 recorded alarm.cancelled building released
    08:00:10.000 sounder building off
    08:00:10.000 show entrance-in quiet
    08:00:10.000 show entrance-out quiet
08:00:11 badge ben entrance-in
    08:00:11.000 recorded access.granted entrance-in ben grant
    08:00:11.000 show entrance-in granted
08:00:12 contact entrance open
    08:00:12.000 recorded door.opened entrance grant
    08:00:12.000 recorded occupancy.entered entrance-in ben inside 1
    08:00:12.000 recorded occupancy.uncertain entrance building released
08:00:14 contact entrance closed
    08:00:14.000 recorded door.closed entrance
    08:00:14.000 recorded door.locked entrance
    08:00:14.000 strike entrance off
08:01:00 correct certain - anna the courier has left
    08:01:00.000 recorded occupancy.corrected building by anna "the courier has left"
    08:01:00.000 answer done
# The release comes second.
08:02:00 badge anna entrance-in
    08:02:00.000 recorded access.granted entrance-in anna grant
    08:02:00.000 recorded door.released entrance anna grant
    08:02:00.000 strike entrance on
    08:02:00.000 show entrance-in granted
08:02:01 release entrance ben courier
    08:02:01.000 recorded door.released entrance release by ben "courier"
    08:02:01.000 answer done
08:02:02 contact entrance open
    08:02:02.000 recorded door.opened entrance release
    08:02:02.000 recorded occupancy.entered entrance-in anna inside 2
    08:02:02.000 recorded occupancy.uncertain entrance building released
08:02:04 contact entrance closed
    08:02:04.000 recorded door.closed entrance
    08:02:04.000 recorded door.locked entrance
    08:02:04.000 strike entrance off
08:03:00 correct certain - anna the courier has left
    08:03:00.000 recorded occupancy.corrected building by anna "the courier has left"
    08:03:00.000 answer done
# The release comes while the door stands open, and once more before it has closed.
08:04:00 badge ben entrance-out
    08:04:00.000 recorded access.granted entrance-out ben grant
    08:04:00.000 recorded door.released entrance ben grant
    08:04:00.000 strike entrance on
    08:04:00.000 show entrance-out granted
08:04:01 contact entrance open
    08:04:01.000 recorded door.opened entrance grant
    08:04:01.000 recorded occupancy.left entrance-out ben inside 1
08:04:02 release entrance anna courier
    08:04:02.000 recorded door.released entrance release by anna "courier"
    08:04:02.000 recorded occupancy.uncertain entrance building released
    08:04:02.000 answer done
08:04:03 release entrance anna another one
    08:04:03.000 recorded door.released entrance release by anna "another one"
    08:04:03.000 answer done
08:04:04 contact entrance closed
    08:04:04.000 recorded door.closed entrance
    08:04:04.000 recorded door.locked entrance
    08:04:04.000 strike entrance off
08:05:00 correct certain - anna both have left
    08:05:00.000 recorded occupancy.corrected building by anna "both have left"
    08:05:00.000 answer done
# A release that nobody used is over with its time: the next opening is a badge's alone.
08:06:00 release entrance anna courier
    08:06:00.000 recorded door.released entrance release by anna "courier"
    08:06:00.000 strike entrance on
    08:06:00.000 answer done
08:06:05.100 badge ben entrance-in
    08:06:05.000 recorded door.locked entrance
    08:06:05.000 strike entrance off
    08:06:05.100 recorded access.granted entrance-in ben grant
    08:06:05.100 recorded door.released entrance ben grant
    08:06:05.100 strike entrance on
    08:06:05.100 show entrance-in granted
08:06:06 contact entrance open
    08:06:06.000 recorded door.opened entrance grant
    08:06:06.000 recorded occupancy.entered entrance-in ben inside 2
08:06:08 contact entrance closed
    08:06:08.000 recorded door.closed entrance
    08:06:08.000 recorded door.locked entrance
    08:06:08.000 strike entrance off
# One millisecond earlier it would have been the same opening.
08:07:00 release entrance anna courier
    08:07:00.000 recorded door.released entrance release by anna "courier"
    08:07:00.000 strike entrance on
    08:07:00.000 answer done
08:07:05.099 badge ben entrance-out
    08:07:05.000 recorded door.locked entrance
    08:07:05.000 strike entrance off
    08:07:05.099 recorded access.granted entrance-out ben grant
    08:07:05.099 recorded door.released entrance ben grant
    08:07:05.099 strike entrance on
    08:07:05.099 show entrance-out granted
08:07:06 contact entrance open
    08:07:06.000 recorded door.opened entrance grant
    08:07:06.000 recorded occupancy.left entrance-out ben inside 1
    08:07:06.000 recorded occupancy.uncertain entrance building released
08:07:08 contact entrance closed
    08:07:08.000 recorded door.closed entrance
    08:07:08.000 recorded door.locked entrance
    08:07:08.000 strike entrance off
08:08:00 correct certain - anna only me
    08:08:00.000 recorded occupancy.corrected building by anna "only me"
    08:08:00.000 answer done
# Who badges out and then presses the handle has asked to leave themselves, in either order.
08:10:00 badge ben entrance-in
    08:10:00.000 recorded access.granted entrance-in ben grant
    08:10:00.000 recorded door.released entrance ben grant
    08:10:00.000 strike entrance on
    08:10:00.000 show entrance-in granted
08:10:01 contact entrance open
    08:10:01.000 recorded door.opened entrance grant
    08:10:01.000 recorded occupancy.entered entrance-in ben inside 2
08:10:03 contact entrance closed
    08:10:03.000 recorded door.closed entrance
    08:10:03.000 recorded door.locked entrance
    08:10:03.000 strike entrance off
08:11:00 badge ben entrance-out
    08:11:00.000 recorded access.granted entrance-out ben grant
    08:11:00.000 recorded door.released entrance ben grant
    08:11:00.000 strike entrance on
    08:11:00.000 show entrance-out granted
08:11:01 rex entrance pressed
    08:11:01.000 recorded door.rex entrance
08:11:02 contact entrance open
    08:11:02.000 recorded door.opened entrance grant
    08:11:02.000 recorded occupancy.left entrance-out ben inside 1
08:11:03 rex entrance released
08:11:04 contact entrance closed
    08:11:04.000 recorded door.closed entrance
    08:11:04.000 recorded door.locked entrance
    08:11:04.000 strike entrance off
08:12:00 rex entrance pressed
    08:12:00.000 recorded door.rex entrance
08:12:00.500 rex entrance released
08:12:01 badge anna entrance-out
    08:12:01.000 recorded access.granted entrance-out anna grant
    08:12:01.000 recorded door.released entrance anna grant
    08:12:01.000 strike entrance on
    08:12:01.000 show entrance-out last-one
08:12:02 contact entrance open
    08:12:02.000 recorded door.opened entrance grant
    08:12:02.000 recorded occupancy.left entrance-out anna inside 0
08:12:03 contact entrance closed
    08:12:03.000 recorded door.closed entrance
    08:12:03.000 recorded door.locked entrance
    08:12:03.000 strike entrance off
# Nobody is inside, so that setting begins when the leaf has come to rest: it bounces.
08:12:03.050 contact entrance open
    08:12:03.050 recorded door.opened entrance grant
08:12:03.080 contact entrance closed
    08:12:03.080 recorded door.closed entrance
# Who comes in does not explain who asks to leave.
08:14:00 badge anna entrance-in
    08:12:03.180 recorded alarm.exit_delay building
    08:12:03.180 sounder building exit-delay
    08:12:03.180 show entrance-in exit-delay
    08:12:03.180 show entrance-out exit-delay
    08:13:03.180 recorded alarm.set building
    08:13:03.180 set output building on
    08:13:03.180 sounder building off
    08:13:03.180 show entrance-in set
    08:13:03.180 show entrance-out set
    08:14:00.000 recorded alarm.unset entrance building anna
    08:14:00.000 set output building off
    08:14:00.000 show entrance-in unset
    08:14:00.000 show entrance-out unset
    08:14:00.000 recorded access.granted entrance-in anna grant
    08:14:00.000 recorded door.released entrance anna grant
    08:14:00.000 strike entrance on
    08:14:00.000 show entrance-in granted
08:14:01 rex entrance pressed
    08:14:01.000 recorded door.rex entrance
08:14:02 contact entrance open
    08:14:02.000 recorded door.opened entrance grant
    08:14:02.000 recorded occupancy.entered entrance-in anna inside 1
    08:14:02.000 recorded occupancy.uncertain entrance building exit_request
08:14:03 rex entrance released
08:14:04 contact entrance closed
    08:14:04.000 recorded door.closed entrance
    08:14:04.000 recorded door.locked entrance
    08:14:04.000 strike entrance off
08:15:00 correct certain - anna nobody left
    08:15:00.000 recorded occupancy.corrected building by anna "nobody left"
    08:15:00.000 answer done
# Somebody asks to leave through a door that stands open for who comes in.
08:15:10 badge ben entrance-in
    08:15:10.000 recorded access.granted entrance-in ben grant
    08:15:10.000 recorded door.released entrance ben grant
    08:15:10.000 strike entrance on
    08:15:10.000 show entrance-in granted
08:15:11 contact entrance open
    08:15:11.000 recorded door.opened entrance grant
    08:15:11.000 recorded occupancy.entered entrance-in ben inside 2
08:15:12 rex entrance pressed
    08:15:12.000 recorded door.rex entrance
    08:15:12.000 recorded occupancy.uncertain entrance building exit_request
08:15:12.500 rex entrance released
08:15:13 contact entrance closed
    08:15:13.000 recorded door.closed entrance
    08:15:13.000 recorded door.locked entrance
    08:15:13.000 strike entrance off
08:15:20 correct certain - anna nobody left
    08:15:20.000 recorded occupancy.corrected building by anna "nobody left"
    08:15:20.000 answer done
# A request held past the end of a grant explains the opening, not the badge: ben stays inside.
08:16:00 badge ben entrance-out
    08:16:00.000 recorded access.granted entrance-out ben grant
    08:16:00.000 recorded door.released entrance ben grant
    08:16:00.000 strike entrance on
    08:16:00.000 show entrance-out granted
08:16:01 rex entrance pressed
    08:16:01.000 recorded door.rex entrance
08:16:05.101 contact entrance open
    08:16:05.000 recorded door.locked entrance
    08:16:05.000 strike entrance off
    08:16:05.101 recorded door.opened entrance rex
    08:16:05.101 recorded occupancy.uncertain entrance building exit_request
08:16:07 contact entrance closed
    08:16:07.000 recorded door.closed entrance
08:16:08 rex entrance released
08:17:00 correct certain - anna he looked out
    08:17:00.000 recorded occupancy.corrected building by anna "he looked out"
    08:17:00.000 answer done
# And through one that stands open for who leaves: that is they.
08:18:00 badge anna entrance-out
    08:18:00.000 recorded access.granted entrance-out anna grant
    08:18:00.000 recorded door.released entrance anna grant
    08:18:00.000 strike entrance on
    08:18:00.000 show entrance-out granted
08:18:01 contact entrance open
    08:18:01.000 recorded door.opened entrance grant
    08:18:01.000 recorded occupancy.left entrance-out anna inside 1
08:18:03 rex entrance pressed
    08:18:03.000 recorded door.rex entrance
08:18:03.500 rex entrance released
08:18:04 contact entrance closed
    08:18:04.000 recorded door.closed entrance
    08:18:04.000 recorded door.locked entrance
    08:18:04.000 strike entrance off
08:19:00 badge anna entrance-in
    08:19:00.000 recorded access.granted entrance-in anna grant
    08:19:00.000 recorded door.released entrance anna grant
    08:19:00.000 strike entrance on
    08:19:00.000 show entrance-in granted
08:19:01 contact entrance open
    08:19:01.000 recorded door.opened entrance grant
    08:19:01.000 recorded occupancy.entered entrance-in anna inside 2
08:19:03 contact entrance closed
    08:19:03.000 recorded door.closed entrance
    08:19:03.000 recorded door.locked entrance
    08:19:03.000 strike entrance off
# A door without a contact tells no opening: what lets go of it counts as one.
08:20:00 release hatch anna coal
    08:20:00.000 recorded door.released hatch release by anna "coal"
    08:20:00.000 strike hatch on
    08:20:00.000 recorded occupancy.uncertain hatch building released
    08:20:00.000 answer done
08:21:00 correct certain - anna nobody came in
    08:20:05.000 recorded door.locked hatch
    08:20:05.000 strike hatch off
    08:21:00.000 recorded occupancy.corrected building by anna "nobody came in"
    08:21:00.000 answer done
08:22:00 rex hatch pressed
    08:22:00.000 recorded door.rex hatch
    08:22:00.000 recorded occupancy.uncertain hatch building exit_request
08:22:00.500 rex hatch released
08:23:00 correct certain - anna nobody left
    08:23:00.000 recorded occupancy.corrected building by anna "nobody left"
    08:23:00.000 answer done
# Within the building a release moves nobody in or out.
08:24:00 release cellar anna cleaning
    08:24:00.000 recorded door.released cellar release by anna "cleaning"
    08:24:00.000 strike cellar on
    08:24:00.000 answer done
08:24:01 contact cellar open
    08:24:01.000 recorded door.opened cellar release
08:24:03 contact cellar closed
    08:24:03.000 recorded door.closed cellar
    08:24:03.000 recorded door.locked cellar
    08:24:03.000 strike cellar off
# Set, and somebody inside: out by badge and handle is no intrusion, by handle alone after the badge's time is.
08:30:00 badge ben entrance-out
    08:30:00.000 recorded access.granted entrance-out ben grant
    08:30:00.000 recorded door.released entrance ben grant
    08:30:00.000 strike entrance on
    08:30:00.000 show entrance-out granted
08:30:01 contact entrance open
    08:30:01.000 recorded door.opened entrance grant
    08:30:01.000 recorded occupancy.left entrance-out ben inside 1
08:30:03 contact entrance closed
    08:30:03.000 recorded door.closed entrance
    08:30:03.000 recorded door.locked entrance
    08:30:03.000 strike entrance off
08:31:00 badge anna entrance-out
    08:31:00.000 recorded access.granted entrance-out anna grant
    08:31:00.000 recorded door.released entrance anna grant
    08:31:00.000 strike entrance on
    08:31:00.000 show entrance-out last-one
08:31:01 contact entrance open
    08:31:01.000 recorded door.opened entrance grant
    08:31:01.000 recorded occupancy.left entrance-out anna inside 0
08:31:03 contact entrance closed
    08:31:03.000 recorded door.closed entrance
    08:31:03.000 recorded door.locked entrance
    08:31:03.000 strike entrance off
08:32:20 badge ben entrance-out
    08:31:03.100 recorded alarm.exit_delay building
    08:31:03.100 sounder building exit-delay
    08:31:03.100 show entrance-in exit-delay
    08:31:03.100 show entrance-out exit-delay
    08:32:03.100 recorded alarm.set building
    08:32:03.100 set output building on
    08:32:03.100 sounder building off
    08:32:03.100 show entrance-in set
    08:32:03.100 show entrance-out set
    08:32:20.000 recorded access.granted entrance-out ben grant
    08:32:20.000 recorded door.released entrance ben grant
    08:32:20.000 strike entrance on
    08:32:20.000 show entrance-out granted
08:32:21 rex entrance pressed
    08:32:21.000 recorded door.rex entrance
08:32:22 contact entrance open
    08:32:22.000 recorded door.opened entrance grant
    08:32:22.000 recorded occupancy.left entrance-out ben inside 0
    08:32:22.000 recorded occupancy.uncertain entrance building exit_without_entry
08:32:23 rex entrance released
08:32:24 contact entrance closed
    08:32:24.000 recorded door.closed entrance
    08:32:24.000 recorded door.locked entrance
    08:32:24.000 strike entrance off
08:32:24.050 contact entrance open
    08:32:24.050 recorded door.opened entrance grant
08:32:24.080 contact entrance closed
    08:32:24.080 recorded door.closed entrance
08:34:00 badge ben entrance-out
    08:34:00.000 recorded access.granted entrance-out ben grant
    08:34:00.000 recorded door.released entrance ben grant
    08:34:00.000 strike entrance on
    08:34:00.000 show entrance-out granted
08:34:01 rex entrance pressed
    08:34:01.000 recorded door.rex entrance
08:34:05.101 contact entrance open
    08:34:05.000 recorded door.locked entrance
    08:34:05.000 strike entrance off
    08:34:05.101 recorded door.opened entrance rex
    08:34:05.101 recorded occupancy.doubted entrance building exit_request
    08:34:05.101 recorded alarm.raised entrance building door_opened INCIDENT
    08:34:05.101 sounder building alarm
08:34:07 contact entrance closed
    08:34:07.000 recorded door.closed entrance
08:34:08 rex entrance released
