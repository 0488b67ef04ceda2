# How long a momentary opening lasts: as people decided for the door, at once, and longer for who needs it (D2).

room outside
room hall
door entrance entrance outside hall
reader entrance-in entrance hall
person anna
person eva
key anna hall
key eva hall
slow eva 20

09:00:00 start
    09:00:00.000 recorded controller.started
    09:00:00.000 strike entrance off
09:00:10 badge anna entrance-in
    09:00:10.000 recorded access.granted entrance-in anna grant
    09:00:10.000 recorded door.released entrance anna grant
    09:00:10.000 strike entrance on
    09:00:10.000 show entrance-in granted
09:01:00 badge eva entrance-in
    09:00:15.000 recorded door.locked entrance
    09:00:15.000 strike entrance off
    09:01:00.000 recorded access.granted entrance-in eva grant
    09:01:00.000 recorded door.released entrance eva grant
    09:01:00.000 strike entrance on
    09:01:00.000 show entrance-in granted
09:02:00 policy entrance 30 none
    09:01:20.000 recorded door.locked entrance
    09:01:20.000 strike entrance off
09:02:10 badge eva entrance-in
    09:02:10.000 recorded access.granted entrance-in eva grant
    09:02:10.000 recorded door.released entrance eva grant
    09:02:10.000 strike entrance on
    09:02:10.000 show entrance-in granted
09:03:00 policy entrance 1 none
    09:02:40.000 recorded door.locked entrance
    09:02:40.000 strike entrance off
09:03:10 badge anna entrance-in
    09:03:10.000 recorded access.granted entrance-in anna grant
    09:03:10.000 recorded door.released entrance anna grant
    09:03:10.000 strike entrance on
    09:03:10.000 show entrance-in granted
09:03:20 release entrance anna courier
    09:03:11.000 recorded door.locked entrance
    09:03:11.000 strike entrance off
    09:03:20.000 recorded door.released entrance release by anna "courier"
    09:03:20.000 strike entrance on
    09:03:20.000 answer done
# a change while it is released holds for the next one
09:03:30 badge eva entrance-in
    09:03:21.000 recorded door.locked entrance
    09:03:21.000 strike entrance off
    09:03:30.000 recorded access.granted entrance-in eva grant
    09:03:30.000 recorded door.released entrance eva grant
    09:03:30.000 strike entrance on
    09:03:30.000 show entrance-in granted
09:03:31 policy entrance 2 none
09:04:30 badge anna entrance-in
    09:03:50.000 recorded door.locked entrance
    09:03:50.000 strike entrance off
    09:04:30.000 recorded access.granted entrance-in anna grant
    09:04:30.000 recorded door.released entrance anna grant
    09:04:30.000 strike entrance on
    09:04:30.000 show entrance-in granted
09:05:00 time
    09:04:32.000 recorded door.locked entrance
    09:04:32.000 strike entrance off
