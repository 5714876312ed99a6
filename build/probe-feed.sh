#!/usr/bin/env bash
# Finds out whether the packages of build/Feed.props restore here, and writes the answer to the file it is given.
# Never fails: where it cannot find out, the answer is 'restricted', which builds everywhere.
set -euo pipefail
answer=$1
probe=$(dirname "$answer")/feed-probe

mkdir -p "$probe"
echo '<Project />' | tee "$probe/Directory.Build.props" > "$probe/Directory.Packages.props"
cat > "$probe/Probe.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <Import Project="$PWD/build/Feed.props" />
  <ItemGroup><PackageReference Include="@(FeedPackage)" /></ItemGroup>
</Project>
PROJECT

feed=restricted
if FEED=full timeout 60 dotnet restore "$probe/Probe.csproj" >/dev/null 2>&1; then
  feed=full
fi
rm -rf "$probe"
echo "<Project><PropertyGroup><Feed>$feed</Feed></PropertyGroup></Project>" > "$answer"
echo "packages of build/Feed.props: $feed"
