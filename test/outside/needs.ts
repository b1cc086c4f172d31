/** Names the apt line for what is missing, and fails: a test that could not run has not passed. */
import { execFileSync } from 'node:child_process';

const needs: Record<string, string[]> = {
  chromium: ['/usr/bin/chromium', '--version'],
  curl: ['/usr/bin/curl', '--version'],
  // Debian's requests belongs to Debian's Python, not to another that stands first on PATH.
  'python3-requests': ['/usr/bin/python3', '-c', 'import requests'],
  awscli: ['/usr/bin/aws', '--version'],
  // DynamoDB Local runs on Java, and Maven fetches it.
  'default-jre-headless': ['/usr/bin/java', '--version'],
  maven: ['/usr/bin/mvn', '--version'],
  // The emulator's own Python is made with it.
  'python3-venv': ['python3', '-c', 'import ensurepip'],
};

const works = ([command = '', ...args]: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export default () => {
  const missing = Object.keys(needs).filter((name) => !works(needs[name] as string[]));
  if (missing.length > 0)
    throw new Error(`These tests need more than Node:\n\n  apt-get install -y ${missing.join(' ')}\n`);
};
