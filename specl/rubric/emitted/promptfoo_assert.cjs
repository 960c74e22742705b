// One criterion of a rubric as an assertion. The judge is asked once for each reply: its verdicts
// are kept with the reply for the other criteria. Where there is neither a pass nor a fail, this
// throws, for promptfoo makes an error of that, and would make a fail of anything returned.
const { spawn } = require("node:child_process");
const path = require("node:path");

const PYTHON = process.env.PROMPTFOO_PYTHON || (process.platform === "win32" ? "python" : "python3");
const judged = new WeakMap();

module.exports = async function criterion(output, context) {
  const reply = context.providerResponse;
  if (!judged.has(reply)) {
    judged.set(reply, judge(output, context));
  }
  const { verdicts, open } = await judged.get(reply);
  if (open) {
    throw undecided(open);
  }
  const name = context.config.criterion;
  const { verdict, reason, evidence } = verdicts[name];
  const failed = verdict === "violates";
  return {
    pass: !failed,
    score: failed ? 0 : 1,
    reason: `${verdict}: ${reason}`,
    metadata: { specl: { criterion: name, verdict, evidence } },
  };
};

function judge(output, context) {
  const question = {
    transcript: context.vars.transcript ?? null,
    recorded: context.providerResponse.metadata?.specl_recorded === true,
    prompt: context.prompt ?? "",
    output,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, [path.join(__dirname, "specl_judge.py")]);
    const said = [];
    const complained = [];
    child.stdout.on("data", (part) => said.push(part));
    child.stderr.on("data", (part) => complained.push(part));
    child.stdin.on("error", () => {}); // the status says that it went away
    child.on("error", (error) => reject(undecided(`${PYTHON}: ${error.message}`)));
    child.on("close", (status) => {
      if (status !== 0) {
        const last = Buffer.concat(complained).toString().trim().split("\n").pop();
        reject(undecided(`specl_judge.py failed: ${last}`));
      } else {
        try {
          resolve(JSON.parse(Buffer.concat(said).toString()));
        } catch (error) {
          reject(undecided(`specl_judge.py said no JSON: ${error.message}`));
        }
      }
    });
    child.stdin.end(JSON.stringify(question));
  });
}

// promptfoo shows the name, the message and the stack of an error; where it was made helps nobody.
function undecided(message) {
  return Object.assign(new Error(message), { name: "specl", stack: message });
}
