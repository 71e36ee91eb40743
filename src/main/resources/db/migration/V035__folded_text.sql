-- Names and e-mail addresses in the form in which they are searched and compared. The application makes it, as what this
-- database takes for a letter depends on its locale; the next migration is in Java and fills the columns.
alter table account add login_folded text, add name_folded text, add email_folded text;
alter table company add name_folded text;
alter table authenticator add name_folded text;
