// Every style sheet of the shell, in their order: tokens, font, Mantine, ours.
import '../../../static/css/tokens.css';
import './font.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './base.css';
