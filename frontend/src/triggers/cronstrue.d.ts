// The library's other languages come without types; loading one makes it known to `toString`.
declare module 'cronstrue/locales/de';
