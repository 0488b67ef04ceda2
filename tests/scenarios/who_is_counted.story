# Who is counted, and who is not (O1, O2): shown twice is one passage, a grant that ran out counts nobody later, without a contact the grant counts.

area building
room outside
room hall building
room store building
door entrance entrance outside hall
door back office outside store no-contact
reader entrance-in entrance hall
reader entrance-out entrance outside
reader back-in back store
reader back-out back outside
person anna unset
person ben
person cem
key anna hall
key ben hall
key cem store

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 strike back off
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
08:00:12 badge anna entrance-in
    08:00:12.000 recorded access.granted entrance-in anna grant
    08:00:12.000 show entrance-in granted
08:00:14 contact entrance open
    08:00:14.000 recorded door.opened entrance grant
    08:00:14.000 recorded occupancy.entered entrance-in anna inside 1
08:00:16 contact entrance closed
    08:00:16.000 recorded door.closed entrance
    08:00:16.000 recorded door.locked entrance
    08:00:16.000 strike entrance off
# Ben thinks better of it; Anna goes out and comes back in, and Ben is still not inside.
08:01:00 badge ben entrance-in
    08:01:00.000 recorded access.granted entrance-in ben grant
    08:01:00.000 recorded door.released entrance ben grant
    08:01:00.000 strike entrance on
    08:01:00.000 show entrance-in granted
08:02:00 badge anna entrance-out
    08:01:05.000 recorded door.locked entrance
    08:01:05.000 strike entrance off
    08:02:00.000 recorded access.granted entrance-out anna grant
    08:02:00.000 recorded door.released entrance anna grant
    08:02:00.000 strike entrance on
    08:02:00.000 show entrance-out last-one
08:02:01 contact entrance open
    08:02:01.000 recorded door.opened entrance grant
    08:02:01.000 recorded occupancy.left entrance-out anna inside 0
08:02:03 contact entrance closed
    08:02:03.000 recorded door.closed entrance
    08:02:03.000 recorded door.locked entrance
    08:02:03.000 strike entrance off
08:03:00 badge anna entrance-in
    08:02:03.100 recorded alarm.exit_delay building
    08:02:03.100 sounder building exit-delay
    08:02:03.100 show entrance-in exit-delay
    08:02:03.100 show entrance-out exit-delay
    08:03:00.000 recorded alarm.cancelled entrance building anna
    08:03:00.000 sounder building off
    08:03:00.000 show entrance-in quiet
    08:03:00.000 show entrance-out quiet
    08:03:00.000 recorded access.granted entrance-in anna grant
    08:03:00.000 recorded door.released entrance anna grant
    08:03:00.000 strike entrance on
    08:03:00.000 show entrance-in granted
08:03:01 contact entrance open
    08:03:01.000 recorded door.opened entrance grant
    08:03:01.000 recorded occupancy.entered entrance-in anna inside 1
08:03:03 contact entrance closed
    08:03:03.000 recorded door.closed entrance
    08:03:03.000 recorded door.locked entrance
    08:03:03.000 strike entrance off
# No contact: who is granted has passed.
08:04:00 badge cem back-in
    08:04:00.000 recorded access.granted back-in cem grant
    08:04:00.000 recorded door.released back cem grant
    08:04:00.000 strike back on
    08:04:00.000 show back-in granted
    08:04:00.000 recorded occupancy.entered back-in cem inside 2
08:05:00 badge cem back-out
    08:04:05.000 recorded door.locked back
    08:04:05.000 strike back off
    08:05:00.000 recorded access.granted back-out cem grant
    08:05:00.000 recorded door.released back cem grant
    08:05:00.000 strike back on
    08:05:00.000 show back-out granted
    08:05:00.000 recorded occupancy.left back-out cem inside 1
08:06:00 time
    08:05:05.000 recorded door.locked back
    08:05:05.000 strike back off
