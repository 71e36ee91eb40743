-- Run once by the image of PostgreSQL, when the volume is new. The role that migrates owns the database; the role that
-- serves requests owns nothing, and gets its privileges from the migrations. Neither is a superuser.
\getenv owner_password POSTGRES_OWNER_PASSWORD
\getenv app_password POSTGRES_APP_PASSWORD

create role vestibule login password :'owner_password';
create role vestibule_app login password :'app_password';
alter database vestibule owner to vestibule;
revoke all on database vestibule from public;
grant connect, temporary on database vestibule to vestibule_app;
