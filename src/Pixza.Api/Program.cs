using Microsoft.Extensions.Options;
using Pixza.Api.Hosting;
using Pixza.Core.Database;

try
{
    await PixzaHost.RunAsync(PixzaHost.Build(args));
    return 0;
}
catch (Exception e) when (e is OptionsValidationException or MigrationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

/// <summary>The host's entry point, named so that tests can start it.</summary>
public partial class Program;
